package io.alertrelay.tail;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.FollowedRecord;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicFollower;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Place;
import io.alertrelay.record.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Follows what happens to alerts by reading the topics, without taking part. */
final class Tail {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_FOR_CHANNELS = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final KafkaClients clients;
    private final TopicNames names;
    private final RelayConfig config;

    Tail(Ledger ledger) {
        this.ledger = ledger;
        this.clients = ledger.clients();
        this.names = ledger.names();
        this.config = ledger.config();
    }

    /**
     * Whether the channel has a topic; a removed one may.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    boolean hasTopic(String channel) throws StartException, InterruptedException {
        return ledger.asking(offsets -> offsets.topics(names.channels()).contains(names.channel(channel)));
    }

    /**
     * Reports what has happened and what happens.
     *
     * @param follow whether to continue when everything that exists now is reported
     * @param each receives each event
     * @param goOn asked repeatedly, at least every fifth of a second while nothing happens
     * @throws StartException if Kafka does not answer, or has no topics of such a relay or no such offset
     */
    void run(Start start, boolean follow, Consumer<FlowEvent> each, BooleanSupplier goOn)
            throws StartException, InterruptedException {
        Optional<String> mistake = ledger.asking(offsets -> {
            try (TopicReader reader = new TopicReader(clients);
                    TopicFollower follower = new TopicFollower(clients, this::rank)) {
                Collection<String> found = offsets.topics(names.channels());
                List<String> topics = new ArrayList<>(found);
                topics.addAll(List.of(names.webhooks(), names.quarantine(), names.deadLetters(), names.receipts()));
                Map<String, Map<Integer, Long>> from = new HashMap<>();
                Optional<String> wrong = positions(reader, topics, start, from);
                if (wrong.isPresent()) {
                    return wrong;
                }
                from.forEach(follower::add);
                follow(new Following(offsets, reader, follower, new HashSet<>(found)), follow, each, goOn);
            }
            return Optional.empty();
        });
        if (mistake.isPresent()) {
            throw new StartException(mistake.get());
        }
    }

    private void follow(Following following, boolean follow, Consumer<FlowEvent> each, BooleanSupplier goOn)
            throws InterruptedException {
        FlowReading reading = reading(following.channels());
        long lookedAt = System.nanoTime();
        while (goOn.getAsBoolean() && (follow || !following.follower().hasCaughtUp())) {
            for (FollowedRecord followed : following.follower().poll(POLL)) {
                reading.event(followed.topic(), followed.record()).ifPresent(each);
            }
            if (System.nanoTime() - lookedAt > LOOK_FOR_CHANNELS.toNanos()) {
                lookedAt = System.nanoTime();
                if (hasNewChannels(following)) {
                    reading = reading(following.channels());
                }
            }
        }
    }

    /** Channels that were added meanwhile are followed from their beginning. */
    private boolean hasNewChannels(Following following) throws InterruptedException {
        try {
            Collection<String> fresh = new ArrayList<>(following.offsets().topics(names.channels()));
            fresh.removeAll(following.channels());
            for (String topic : fresh) {
                following.follower().add(topic, following.reader().starts(topic));
                following.channels().add(topic);
            }
            return !fresh.isEmpty();
        } catch (ExecutionException e) {
            // Kafka is away for a while: it is asked again.
            return false;
        }
    }

    private FlowReading reading(Collection<String> topics) {
        return new FlowReading(names, new Pipelines(config), new ChannelTopics(names, topics, config.channelNames()));
    }

    /** Where to begin in each topic; returns what is wrong if that is not possible. */
    private Optional<String> positions(
            TopicReader reader, List<String> topics, Start start, Map<String, Map<Integer, Long>> from) {
        if (start instanceof Start.Now) {
            topics.forEach(topic -> from.put(topic, reader.ends(topic)));
            return Optional.empty();
        }
        if (start instanceof Start.At at) {
            topics.forEach(topic -> from.put(topic, reader.offsetsAt(topic, at.time())));
            return Optional.empty();
        }
        Place webhook = ((Start.AtWebhook) start).place();
        Optional<Instant> time = reader.at(names.webhooks(), webhook.partition(), webhook.offset())
                .map(StoredRecord::storedAt);
        if (time.isEmpty()) {
            return Optional.of(
                    "there is no webhook " + webhook + " in " + names.webhooks() + ", which has " + kept(reader));
        }
        topics.forEach(topic -> from.put(topic, reader.offsetsAt(topic, time.get())));
        Objects.requireNonNull(from.get(names.webhooks())).put(webhook.partition(), webhook.offset());
        return Optional.empty();
    }

    private String kept(TopicReader reader) {
        Map<Integer, Long> ends = reader.ends(names.webhooks());
        List<String> parts = new ArrayList<>();
        reader.starts(names.webhooks()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(begin -> ends.getOrDefault(begin.getKey(), 0L) > begin.getValue())
                .forEach(begin -> parts.add(begin.getKey() + ":" + begin.getValue() + " to "
                        + (ends.getOrDefault(begin.getKey(), 0L) - 1)));
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    /** Of records of the same millisecond, a cause comes before its effects. */
    private int rank(String topic) {
        if (topic.equals(names.webhooks())) {
            return 0;
        }
        if (topic.equals(names.receipts())) {
            return 2;
        }
        return topic.startsWith(names.channels()) ? 1 : 3;
    }

    /** The state of following. */
    private record Following(GroupOffsets offsets, TopicReader reader, TopicFollower follower, Set<String> channels) {}

    /** Where following begins. */
    sealed interface Start {
        /** At the current end. */
        record Now() implements Start {}

        /** At what was stored then or later. */
        record At(Instant time) implements Start {}

        /** At that webhook, and at what was stored at the same time or later. */
        record AtWebhook(Place place) implements Start {}
    }
}
