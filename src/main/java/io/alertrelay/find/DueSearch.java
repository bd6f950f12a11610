package io.alertrelay.find;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.PassedOver;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.trail.TrailBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds in the channels' topics what became due for a group of alerts: near the time when they were stored; then, as
 * long as something is lacking, further on, later, and where it is if the wall clock was set back; at last what replays
 * sent again. For one thread.
 */
final class DueSearch {
    private final EndingTopics topics;
    private final TopicReader reader;
    private final ChannelTopics channels;
    private final SearchBudgets budgets;
    private final HitGroup group;
    private final Map<DeliveryId, DueDelivery> due =
            new TreeMap<>((a, b) -> (a.text() + " " + a.replay()).compareTo(b.text() + " " + b.replay()));
    private boolean hasGaps;
    private boolean hasMissing;

    DueSearch(EndingTopics topics, SearchBudgets budgets, HitGroup group) {
        this.topics = topics;
        this.reader = topics.reader();
        this.channels = topics.channels();
        this.budgets = budgets;
        this.group = group;
    }

    /** What was due, which is added to the trails, too. */
    Map<DeliveryId, DueDelivery> run() {
        findNear();
        findFar();
        findLate();
        findPassedOver();
        findReplayed();
        return due;
    }

    private void findNear() {
        find(Window.NEAR, topics.channelEnds(), () -> true);
    }

    private void findFar() {
        lookWhatIsLacking();
        if (mayBeFar()) {
            find(Window.FAR, hasGaps ? topics.channelEnds() : whereMissing(), () -> {
                (hasGaps && !budgets.routine().isSpent() ? budgets.routine() : budgets.ofMissing()).take();
                return mayBeFar();
            });
        }
    }

    /** What was routed and is missing may have been stored even later, before it is said to be lost. */
    private void findLate() {
        lookWhatIsLacking();
        RecordBudget budget = budgets.ofMissing();
        if (group.hasRouted(trail -> !trail.missingChannels().isEmpty()) && !budget.isSpent()) {
            find(Window.LATE, whereMissing(), () -> {
                budget.take();
                return hasMissing && !budget.isSpent();
            });
        }
    }

    private boolean mayBeFar() {
        return hasGaps && !budgets.routine().isSpent()
                || hasMissing && !budgets.ofMissing().isSpent();
    }

    /**
     * What is missing may be there though its webhook is not routed: the routing offset stands still for every webhook
     * after one that is due to a topic at fault.
     */
    private void lookWhatIsLacking() {
        hasGaps = group.hasRouted(TrailBuilder::hasGaps);
        hasMissing = group.trails().values().stream()
                .anyMatch(trail -> !trail.missingChannels().isEmpty());
    }

    private void find(Window window, Map<TopicPartition, Long> ends, BooleanSupplier goesOn) {
        Instant end = group.newest().plus(window.after);
        reader.read(reader.offsetsAt(ends, group.oldest().minus(window.before)), ends, (topic, record) -> {
            if (group.has(record)) {
                due(topic, record);
                if (window != Window.NEAR) {
                    lookWhatIsLacking();
                }
            }
            return record.storedAt().isBefore(end) && goesOn.getAsBoolean();
        });
    }

    /** Looks where it is if it was stored while the wall clock was set back. */
    private void findPassedOver() {
        if (lacksRouted()) {
            readPassedOver(topics.channelEnds(), this::due, () -> !lacksRouted());
        }
    }

    /**
     * Reads what was stored while the wall clock was set back, right before what is near.
     *
     * @param ends of the topics
     * @param each is given each record of the group, with its topic
     * @param enough whether nothing more is to be read
     */
    void readPassedOver(Map<TopicPartition, Long> ends, BiConsumer<String, StoredRecord> each, BooleanSupplier enough) {
        RecordBudget budget = budgets.passedOver();
        PassedOver.read(
                reader,
                near(ends),
                (topic, record) -> {
                    budget.take();
                    if (group.has(record)) {
                        each.accept(topic, record);
                    }
                    return !budget.isSpent();
                },
                () -> budget.isSpent() || enough.getAsBoolean());
    }

    /** Where in these topics begins what was stored when the alerts were, or later. */
    Map<TopicPartition, Long> near(Map<TopicPartition, Long> ends) {
        return reader.offsetsAt(ends, group.oldest().minus(Window.NEAR.before));
    }

    private void due(String topic, StoredRecord record) {
        channels.learn(topic, DueDelivery.fanOut(record));
        DueDelivery.of(record, channels.channel(topic), channels).ifPresent(this::due);
    }

    private void due(DueDelivery delivery) {
        due.putIfAbsent(delivery.id(), delivery);
        group.trail(delivery.id()).ifPresent(trail -> trail.due(delivery));
    }

    private void findReplayed() {
        Optional<Instant> from = Optional.ofNullable(topics.replays().higher(group.oldest()));
        RecordBudget budget = budgets.routine();
        if (from.isPresent() && !budget.isSpent()) {
            reader.read(
                    reader.offsetsAt(topics.channelEnds(), from.get().minus(Window.NEAR.before)),
                    topics.channelEnds(),
                    (topic, record) -> {
                        budget.take();
                        if (group.has(record)) {
                            DueDelivery.of(record, channels.channel(topic), channels)
                                    .filter(delivery -> !delivery.id().replay().isEmpty())
                                    .ifPresent(this::due);
                        }
                        return !budget.isSpent();
                    });
        }
    }

    /** Whether an alert that was routed has no delivery to one of its channels yet, or none at all. */
    private boolean lacksRouted() {
        return group.hasRouted(
                trail -> trail.hasGaps() || !trail.missingChannels().isEmpty());
    }

    /** The topics of the channels that lack a delivery: only these are read for that, so that the budget lasts. */
    private Map<TopicPartition, Long> whereMissing() {
        Set<String> lack = group.missingChannels();
        Map<TopicPartition, Long> ends = new HashMap<>(topics.channelEnds());
        ends.keySet().removeIf(partition -> !lack.contains(channels.channel(partition.topic())));
        return ends;
    }

    /**
     * Webhooks that are to be called lost by none of their decisions, because there may be another: an alert that was
     * routed again after a crash, by other rules, has its later events where nothing was sought.
     */
    Set<String> routedAgain() {
        Set<String> found = new HashSet<>();
        RecordBudget budget = budgets.again();
        reader.read(
                reader.offsetsAt(topics.channelEnds(), group.oldest().minus(Window.FAR.before)),
                topics.channelEnds(),
                (topic, record) -> {
                    budget.take();
                    if (group.has(record)) {
                        channels.learn(topic, DueDelivery.fanOut(record));
                        DueDelivery.of(record, channels.channel(topic), channels)
                                .filter(delivery -> group.trail(delivery.id())
                                        .filter(trail -> trail.isOfAnotherDecision(delivery))
                                        .isPresent())
                                .ifPresent(delivery -> found.add(delivery.id().receipt()));
                    }
                    return !budget.isSpent();
                });
        return budget.isSpent() ? group.trails().keySet() : found;
    }

    /** How far around the time when the alerts were stored it looks for what became due for them. */
    private enum Window {
        /** Most is due within seconds. It costs little, and is not counted. */
        NEAR(Duration.ofSeconds(2), Duration.ofSeconds(10)),
        /** For the rest. Relays' clocks differ by less than a minute. */
        FAR(Duration.ofMinutes(1), Duration.ofDays(1)),
        /** For what is due to a channel whose topic could not be written for longer. */
        LATE(Duration.ofDays(-1), Duration.ofDays(36_500));

        private final Duration before;
        private final Duration after;

        Window(Duration before, Duration after) {
            this.before = before;
            this.after = after;
        }
    }
}
