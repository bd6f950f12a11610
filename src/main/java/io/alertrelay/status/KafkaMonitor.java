package io.alertrelay.status;

import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicLags;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Watchdog;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks Kafka for the lag every few seconds, so that status queries do not wait for Kafka; and detects stalled
 * partitions.
 */
public final class KafkaMonitor implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final GroupOffsets offsets;
    private final Backlog backlog;
    private final TopicNames names;
    private final Supplier<List<String>> configured;
    private final RemovedChannels removed;
    private final RoutedPartitions routed;
    private final SilentLeaders silent;
    private final SilentCoordinators uncoordinated;
    private final Watchdog watchdog;
    private final Clock clock;
    private final Repeated looks;
    private volatile KafkaReading latest;

    /**
     * @param relays know which partitions other relays have
     * @param progress of those that this one has
     * @param faults are told of partitions whose leader, and of channels whose coordinator, does not answer
     * @param own whether this relay has a partition
     * @param configured the names of the configured channels
     */
    public KafkaMonitor(
            GroupOffsets offsets,
            Backlog backlog,
            TopicNames names,
            Relays relays,
            RoutingProgress progress,
            TopicFaults faults,
            Predicate<TopicPartition> own,
            Supplier<List<String>> configured,
            RemovedChannels removed,
            Watchdog watchdog,
            Clock clock) {
        this.offsets = offsets;
        this.backlog = backlog;
        this.names = names;
        this.configured = configured;
        this.removed = removed;
        this.routed = new RoutedPartitions(watchdog, relays::elsewhere, progress);
        this.silent = new SilentLeaders(faults, own, System::nanoTime);
        this.uncoordinated = new SilentCoordinators(
                faults, partition -> own.test(partition) || relays.members().size() == 1, System::nanoTime);
        this.watchdog = watchdog;
        this.clock = clock;
        this.latest = KafkaReading.none(clock.instant());
        this.looks = new Repeated("kafka-look", watchdog.stage(Job.KAFKA_LOOK), EVERY, EVERY, this::look);
    }

    /** Asks once, and then periodically. */
    public void start() throws InterruptedException {
        look();
        looks.start();
    }

    /** The latest reading. */
    KafkaReading latest() {
        return latest;
    }

    /** How many webhooks this relay has to route; empty if Kafka has not said that yet. */
    Optional<Long> unrouted() {
        return Optional.ofNullable(latest.lags().get(names.webhooks()))
                .map(lags -> routed.waiting(names.webhooks(), lags));
    }

    /** How many webhooks wait to be routed by whichever relay; empty if Kafka has not said that yet. */
    Optional<Long> unroutedAnywhere() {
        return Optional.ofNullable(latest.lags().get(names.webhooks()))
                .map(lags -> routed.waitingAnywhere(names.webhooks(), lags));
    }

    private void look() throws InterruptedException {
        try {
            Map<String, String> groups = new HashMap<>();
            // A channel's group has the name of its topic.
            offsets.topics(names.channels()).forEach(topic -> groups.put(topic, topic));
            List<String> channels = configured.get();
            channels.forEach(channel -> groups.put(names.channel(channel), names.channelGroup(channel)));
            groups.put(names.webhooks(), names.routingGroup());
            Map<String, TopicLags> found = backlog.look(groups);
            silent.look(found);
            uncoordinated.look(found, channels.stream().map(names::channel).collect(Collectors.toSet()));
            Optional<TopicLags> webhooks = Optional.ofNullable(found.get(names.webhooks()));
            if (webhooks.filter(TopicLags::answered).isPresent()) {
                routed.look(names.webhooks(), webhooks.get().lags());
                Map<String, Map<Integer, Lag>> whole = Backlog.whole(found);
                latest =
                        latest.answered(clock.instant(), names.webhooks(), webhooks.get(), whole, removed.among(whole));
            } else if (webhooks.filter(TopicLags::reached).isPresent()) {
                latest = latest.uncoordinated(clock.instant(), names.webhooks(), webhooks.get());
            } else {
                latest = latest.away();
            }
        } catch (ExecutionException | KafkaException e) {
            latest = latest.away();
        }
        watchdog.kafkaAway(!latest.isCurrent());
    }

    @Override
    public void close() {
        looks.close(PATIENCE);
        routed.close();
    }
}
