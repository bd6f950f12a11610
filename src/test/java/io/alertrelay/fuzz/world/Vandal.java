package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Loss;
import io.alertrelay.fuzz.history.Witness;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.kafka.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Meddles with the relay's topics by Kafka's own clients, and keeps what was lost by it. */
final class Vandal {
    private static final int ANSWER_SECONDS = 5;
    private static final int MOST_ATTEMPTS = 60;
    private static final long AGAIN_NANOS = 500_000_000;
    private static final TopicNames TOPICS = new TopicNames("alert-relay.");

    private final Supplier<Properties> kafka;
    private final HostClock clock;
    private final Map<TopicPartition, Long> from;
    private final Witness witness;
    private final List<Loss> losses = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> lost = new ArrayList<>();
    private final List<GarbageKind> garbage = new ArrayList<>();

    /**
     * @param kafka how a client gets at the brokers, asked for each one
     * @param clock of the brokers
     * @param from where the round began in each topic
     */
    Vandal(Supplier<Properties> kafka, HostClock clock, Map<TopicPartition, Long> from) {
        this.kafka = kafka;
        this.clock = clock;
        this.from = Map.copyOf(from);
        this.witness = new Witness(kafka);
    }

    private interface Deed {
        void dare() throws ExecutionException, InterruptedException, TimeoutException;
    }

    void delete(String channel) throws InterruptedException, WorldException {
        TopicPartition partition = Witness.topicOf(channel);
        // A deletion that is not answered in time may be done all the same: what it took is known only from before it.
        Map<List<Long>, ConsumerRecord<String, byte[]>> seen = new LinkedHashMap<>();
        List<Long> asked = new ArrayList<>();
        List<Uuid> former = new ArrayList<>();
        insist("delete " + partition.topic(), () -> {
            long at = System.currentTimeMillis();
            witness.read(partition, from.getOrDefault(partition, 0L))
                    .forEach(record -> seen.put(List.of(record.offset(), record.timestamp()), record));
            try (Admin admin = Admin.create(impatient())) {
                former.add(id(admin, partition.topic()));
                asked.add(at);
                delete(admin, partition.topic(), former.get(0));
            }
        });
        if (!asked.isEmpty()) {
            lost.addAll(seen.values());
            losses.add(new Loss(channel, asked.get(0), System.currentTimeMillis()));
        }
    }

    private static void delete(Admin admin, String topic, Uuid former)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.deleteTopics(List.of(topic)).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // A broker that has just started may not know yet of a topic that is there.
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    && id(admin, topic).equals(former)) {
                throw new TimeoutException();
            }
            throw e;
        }
    }

    private static Uuid id(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .get(topic)
                .topicId();
    }

    void write(GarbageKind kind, String channel) throws InterruptedException, WorldException {
        Properties p = impatient();
        p.remove("default.api.timeout.ms");
        p.put("max.block.ms", "4000");
        p.put("delivery.timeout.ms", "4000");
        insist("write " + kind, () -> {
            try (var producer = new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer())) {
                producer.send(garbage(kind, channel)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            }
            garbage.add(kind);
        });
    }

    /** Does not wait for brokers that are away. */
    private Properties impatient() {
        Properties p = kafka.get();
        p.put("request.timeout.ms", "2000");
        p.put("default.api.timeout.ms", "4000");
        return p;
    }

    private ProducerRecord<String, byte[]> garbage(GarbageKind kind, String channel) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topic(kind.place(), channel),
                // Of those that were added nobody reads one before it is used.
                0,
                clock.millis(),
                "fuzz-garbage",
                kind.value().map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null));
        record.headers().add(GarbageKind.MARK, new byte[0]);
        kind.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static String topic(GarbageKind.GarbageTopic place, String channel) {
        return switch (place) {
            case WEBHOOKS -> TOPICS.webhooks();
            case CHANNEL -> TOPICS.channel(channel);
            case DECISIONS -> TOPICS.decisions();
            case REPLAYS -> TOPICS.replays();
            case REPLAYED -> TOPICS.replayed();
            case RECEIPTS -> TOPICS.receipts();
            case DEAD_LETTERS -> TOPICS.deadLetters();
        };
    }

    /** Until the brokers, which may have been struck, are there. */
    private void insist(String what, Deed deed) throws InterruptedException, WorldException {
        for (int n = 0; n < MOST_ATTEMPTS; n++) {
            try {
                deed.dare();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return;
                }
            } catch (KafkaException | TimeoutException e) {
                // The brokers are away: again.
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
        throw new WorldException("nobody could " + what);
    }

    List<Loss> losses() {
        return List.copyOf(losses);
    }

    List<ConsumerRecord<String, byte[]>> lost() {
        return List.copyOf(lost);
    }

    List<GarbageKind> garbage() {
        return List.copyOf(garbage);
    }
}
