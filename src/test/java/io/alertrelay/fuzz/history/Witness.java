package io.alertrelay.fuzz.history;

import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.kafka.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks into Kafka by itself: what is in the topics, by assignment, and what the groups have committed. */
public final class Witness {
    private static final int LOOK_SECONDS = 5;
    private static final TopicNames TOPICS = new TopicNames("alert-relay.");

    private final Supplier<Properties> kafka;

    /** @param kafka how a client gets at the brokers, asked for each one */
    public Witness(Supplier<Properties> kafka) {
        this.kafka = kafka;
    }

    /** The ends of all topics of the relay. */
    public Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer));
        }
    }

    /** Those of the topic of webhooks, by partition. */
    public static Map<Integer, Long> ofWebhooks(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> webhooks = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(TOPICS.webhooks())) {
                webhooks.put(partition.partition(), offset);
            }
        });
        return webhooks;
    }

    /** The one partition of the channel's topic. */
    public static TopicPartition topicOf(String channel) {
        return new TopicPartition(TOPICS.channel(channel), 0);
    }

    /** All records of one partition from there on. */
    public List<ConsumerRecord<String, byte[]>> read(TopicPartition partition, long from) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return read(consumer, Set.of(partition), Map.of(partition, from));
        }
    }

    /** All records from there on; from the beginning of a topic that was recreated. */
    public List<ConsumerRecord<String, byte[]>> read(Map<TopicPartition, Long> from) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return read(consumer, partitions(consumer), from);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> read(
            KafkaConsumer<String, byte[]> consumer, Set<TopicPartition> partitions, Map<TopicPartition, Long> from) {
        consumer.assign(partitions);
        partitions.forEach(p -> consumer.seek(p, from.getOrDefault(p, 0L)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        }
        return records;
    }

    /**
     * Commits first, then what is durable.
     *
     * @throws ExecutionException or TimeoutException if the brokers do not answer now
     */
    public OffsetLook look() throws ExecutionException, InterruptedException, TimeoutException {
        Properties p = kafka.get();
        p.put("request.timeout.ms", "2000");
        p.put("default.api.timeout.ms", "4000");
        try (Admin admin = Admin.create(p)) {
            Map<Integer, Long> webhooks = new HashMap<>();
            committed(admin, TOPICS.routingGroup()).forEach((tp, offset) -> {
                if (tp.topic().equals(TOPICS.webhooks())) {
                    webhooks.put(tp.partition(), offset);
                }
            });
            Map<String, Long> channels = new HashMap<>();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (String channel : Names.CHANNELS) {
                committed(admin, TOPICS.channelGroup(channel)).values().forEach(o -> channels.put(channel, o));
                ends.put(topicOf(channel), OffsetSpec.latest());
            }
            TopicPartition receipts = new TopicPartition(TOPICS.receipts(), 0);
            ends.put(receipts, OffsetSpec.latest());
            var found = admin.listOffsets(ends).all().get(LOOK_SECONDS, TimeUnit.SECONDS);
            Map<String, Long> channelEnds = new HashMap<>();
            for (String channel : Names.CHANNELS) {
                channelEnds.put(channel, found.get(topicOf(channel)).offset());
            }
            return new OffsetLook(
                    System.currentTimeMillis(),
                    webhooks,
                    channels,
                    channelEnds,
                    found.get(receipts).offset());
        }
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(LOOK_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        Set<TopicPartition> partitions = new HashSet<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topic.startsWith(TOPICS.prefix())) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return partitions;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Properties p = kafka.get();
        p.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(p, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A value as text. */
    static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
