package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.PassedOver;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.trail.Trail;
import io.alertrelay.trail.TrailBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Webhooks that were stored one after the other, and how their alerts ended: first {@link #find}, then {@link #ended}.
 * For one thread.
 */
final class EndingGroup {
    private static final String NOT_LOOKED_UP = "; whether it has ended since was not looked up";

    private final EndingTopics topics;
    private final TopicReader reader;
    private final ChannelTopics channels;
    private final RecordBudget budget;
    private final RecordBudget ofMissing;
    private final RecordBudget passedOver;
    private final RecordBudget again;
    private final Map<String, TrailBuilder> trails = new HashMap<>();
    private final Map<String, Set<Integer>> indexes = new HashMap<>();
    private final Map<DeliveryId, DueDelivery> due =
            new TreeMap<>((a, b) -> (a.text() + " " + a.replay()).compareTo(b.text() + " " + b.replay()));
    private final Set<DeliveryId> open = new HashSet<>();
    /** What is due by the record of another channel only: given up, and has a receipt, or not written yet. */
    private final Set<DeliveryId> missing = new HashSet<>();

    private final Instant oldest;
    private final Instant newest;
    private final Map<String, Optional<Trail>> built = new HashMap<>();
    private boolean hasGaps;
    private boolean hasMissing;
    private boolean readToTheEnd;
    private boolean missingReadToTheEnd;

    /**
     * @param budget of the whole search
     * @param ofMissing likewise, for what may not be there at all
     * @param passedOver likewise, for what was stored while the wall clock was set back
     * @param again likewise, for other decisions about what seems lost
     * @param hits of webhooks, close together in time
     */
    EndingGroup(
            EndingTopics topics,
            RecordBudget budget,
            RecordBudget ofMissing,
            RecordBudget passedOver,
            RecordBudget again,
            List<Hit> hits) {
        this.topics = topics;
        this.reader = topics.reader();
        this.channels = topics.channels();
        this.budget = budget;
        this.ofMissing = ofMissing;
        this.passedOver = passedOver;
        this.again = again;
        oldest = hits.stream().map(Hit::storedAt).min(Instant::compareTo).orElseThrow();
        newest = hits.stream().map(Hit::storedAt).max(Instant::compareTo).orElseThrow();
        for (Hit hit : hits) {
            FoundAlert alert = hit.alert();
            TrailBuilder trail = trails.computeIfAbsent(alert.requestId(), TrailBuilder::new);
            trail.alert(hit.index(), alert.status(), alert.severity(), alert.title(), alert.alertKey());
            indexes.computeIfAbsent(alert.requestId(), id -> new HashSet<>()).add(hit.index());
        }
    }

    /** Reads what happened to them. */
    void find() {
        findDueNear();
        findDueFar();
        findDueLate();
        findDuePassedOver();
        findReplayed();
        settle();
    }

    private void findDueNear() {
        findDue(Window.NEAR, topics.channelEnds(), () -> true);
    }

    private void findDueFar() {
        lookWhatIsLacking();
        if (mayBeFar()) {
            findDue(Window.FAR, hasGaps ? topics.channelEnds() : whereMissing(), () -> {
                (hasGaps && !budget.isSpent() ? budget : ofMissing).take();
                return mayBeFar();
            });
        }
    }

    /** What was routed and is missing may have been stored even later, before it is said to be lost. */
    private void findDueLate() {
        lookWhatIsLacking();
        if (isLost() && !ofMissing.isSpent()) {
            findDue(Window.LATE, whereMissing(), () -> {
                ofMissing.take();
                return hasMissing && !ofMissing.isSpent();
            });
        }
    }

    private boolean isLost() {
        return trails.entrySet().stream()
                .anyMatch(trail -> isRouted(trail.getKey())
                        && !trail.getValue().missingChannels().isEmpty());
    }

    private boolean mayBeFar() {
        return hasGaps && !budget.isSpent() || hasMissing && !ofMissing.isSpent();
    }

    private void lookWhatIsLacking() {
        hasGaps = trails.entrySet().stream()
                .anyMatch(trail -> isRouted(trail.getKey()) && trail.getValue().hasGaps());
        hasMissing = isMissing();
    }

    private void findDue(Window window, Map<TopicPartition, Long> ends, BooleanSupplier goesOn) {
        Instant end = newest.plus(window.after);
        reader.read(reader.offsetsAt(ends, oldest.minus(window.before)), ends, (topic, record) -> {
            if (isMine(record)) {
                due(topic, record);
                if (window != Window.NEAR) {
                    lookWhatIsLacking();
                }
            }
            return record.storedAt().isBefore(end) && goesOn.getAsBoolean();
        });
    }

    /** Looks where it is if it was stored while the wall clock was set back. */
    private void findDuePassedOver() {
        if (lacksRouted()) {
            readPassedOver(topics.channelEnds(), this::due, () -> !lacksRouted());
        }
    }

    private void readPassedOver(
            Map<TopicPartition, Long> ends, BiConsumer<String, StoredRecord> mine, BooleanSupplier enough) {
        PassedOver.read(
                reader,
                reader.offsetsAt(ends, oldest.minus(Window.NEAR.before)),
                (topic, record) -> {
                    passedOver.take();
                    if (isMine(record)) {
                        mine.accept(topic, record);
                    }
                    return !passedOver.isSpent();
                },
                () -> passedOver.isSpent() || enough.getAsBoolean());
    }

    private void due(String topic, StoredRecord record) {
        channels.learn(topic, DueDelivery.fanOut(record));
        DueDelivery.of(record, channels.channel(topic), channels).ifPresent(this::due);
    }

    private void findReplayed() {
        Optional<Instant> from = Optional.ofNullable(topics.replays().higher(oldest));
        if (from.isPresent() && !budget.isSpent()) {
            reader.read(
                    reader.offsetsAt(topics.channelEnds(), from.get().minus(Window.NEAR.before)),
                    topics.channelEnds(),
                    (topic, record) -> {
                        budget.take();
                        if (isMine(record)) {
                            DueDelivery.of(record, channels.channel(topic), channels)
                                    .filter(delivery -> !delivery.id().replay().isEmpty())
                                    .ifPresent(this::due);
                        }
                        return !budget.isSpent();
                    });
        }
    }

    private void due(DueDelivery delivery) {
        due.putIfAbsent(delivery.id(), delivery);
        open.add(delivery.id());
        trail(delivery.id()).ifPresent(trail -> trail.due(delivery));
    }

    private Optional<TrailBuilder> trail(DeliveryId delivery) {
        return Optional.ofNullable(trails.get(delivery.receipt()));
    }

    /** Whether an alert that was routed has no delivery to one of its channels yet, or none at all. */
    private boolean lacksRouted() {
        return trails.entrySet().stream()
                .anyMatch(trail -> isRouted(trail.getKey())
                        && (trail.getValue().hasGaps()
                                || !trail.getValue().missingChannels().isEmpty()));
    }

    /**
     * Whether an alert has a delivery to one of its channels, and none to another yet. Though the webhook is not routed,
     * it may be there: the routing offset stands still for every webhook after one that is due to a topic at fault.
     */
    private boolean isMissing() {
        return trails.values().stream()
                .anyMatch(trail -> !trail.missingChannels().isEmpty());
    }

    /** The topics of the channels that lack a delivery: only these are read for that, so that the budget lasts. */
    private Map<TopicPartition, Long> whereMissing() {
        Set<String> lack = new HashSet<>();
        trails.values().forEach(trail -> lack.addAll(trail.missingChannels()));
        Map<TopicPartition, Long> ends = new HashMap<>(topics.channelEnds());
        ends.keySet().removeIf(partition -> !lack.contains(channels.channel(partition.topic())));
        return ends;
    }

    private void settle() {
        Map<String, Map<String, String>> waits = whereWaiting();
        due.values().stream()
                .map(DueDelivery::id)
                .filter(id -> waits.getOrDefault(id.channel(), Map.of()).containsKey(id.text()))
                .forEach(open::remove);
        trails.values().forEach(trail -> missing.addAll(trail.missing()));
        Map<TopicPartition, Long> ends = topics.receiptEnds();
        if (mayHaveReceipts()) {
            reader.read(reader.offsetsAt(ends, oldest.minus(Window.NEAR.before)), ends, (topic, record) -> {
                (open.isEmpty() || budget.isSpent() ? ofMissing : budget).take();
                if (isMine(record)) {
                    settled(record);
                }
                return mayHaveReceipts();
            });
        }
        if (!open.isEmpty() || seemsLost()) {
            // What the channel's offset has not passed may well wait: for that a look at the nearest is enough.
            int before = passedOver.left();
            readPassedOver(
                    ends,
                    (topic, record) -> settled(record),
                    () -> !seemsLost()
                            && (open.isEmpty()
                                    || passedOver.left() < before
                                            && open.stream().noneMatch(this::isPassed)));
        }
        readToTheEnd = !budget.isSpent();
        missingReadToTheEnd = !ofMissing.isSpent();
        if (readToTheEnd && missingReadToTheEnd && !passedOver.isSpent() && seemsLost()) {
            BiPredicate<DueDelivery, String> mustHaveATrace = topics.mustHaveATrace();
            Set<String> unsure = routedAgain();
            trails.forEach((id, trail) -> {
                if (!unsure.contains(id)) {
                    trail.soughtEverywhere(mustHaveATrace);
                }
            });
        }
        if (readToTheEnd && open.stream().anyMatch(this::isPassed)) {
            RetainedOffsets receipts = topics.receipts();
            trails.values().forEach(trail -> trail.receiptsReachBack(receipts));
        }
        WaitingDeliveries known = (channel, of) -> waits.getOrDefault(channel, Map.of());
        WaitingDeliveries inAll =
                topics.whereabouts() == WaitingDeliveries.UNKNOWN ? known : known.among(topics.configured());
        trails.forEach((id, trail) -> {
            if (!isRouted(id)) {
                trail.notRoutedYet();
            }
            built.put(id, trail.build(topics.progress(), inAll));
        });
    }

    /**
     * Webhooks that are to be called lost by none of their decisions, because there may be another: an alert that was
     * routed again after a crash, by other rules, has its later events where nothing was sought.
     */
    private Set<String> routedAgain() {
        Set<String> found = new HashSet<>();
        reader.read(
                reader.offsetsAt(topics.channelEnds(), oldest.minus(Window.FAR.before)),
                topics.channelEnds(),
                (topic, record) -> {
                    again.take();
                    if (isMine(record)) {
                        channels.learn(topic, DueDelivery.fanOut(record));
                        DueDelivery.of(record, channels.channel(topic), channels)
                                .filter(delivery -> trail(delivery.id())
                                        .filter(trail -> trail.isOfAnotherDecision(delivery))
                                        .isPresent())
                                .ifPresent(delivery -> found.add(delivery.id().receipt()));
                    }
                    return !again.isSpent();
                });
        return again.isSpent() ? trails.keySet() : found;
    }

    /** Whether something was routed that is neither in its channel's topic nor has a receipt. */
    private boolean seemsLost() {
        return missing.stream().anyMatch(id -> isRouted(id.receipt()));
    }

    private boolean mayHaveReceipts() {
        return !open.isEmpty() && !budget.isSpent() || !missing.isEmpty() && !ofMissing.isSpent();
    }

    private void settled(StoredRecord record) {
        SettledDelivery.of(record, channels).ifPresent(settled -> {
            trail(settled.id()).ifPresent(trail -> trail.settled(settled));
            missing.remove(settled.id());
            if (!settled.isUnstored() || !due.containsKey(settled.id())) {
                open.remove(settled.id());
            }
        });
    }

    private boolean isPassed(DeliveryId id) {
        return Optional.ofNullable(due.get(id)).filter(this::isPassed).isPresent();
    }

    private boolean isPassed(DueDelivery delivery) {
        return topics.progress().passed(delivery.id().channel(), delivery.partition(), delivery.offset());
    }

    /** What deliveries that may not be settled wait for, as far as this relay knows: by channel and id. */
    private Map<String, Map<String, String>> whereWaiting() {
        Map<String, Set<String>> ids = new HashMap<>();
        for (DueDelivery delivery : due.values()) {
            String channel = delivery.id().channel();
            if (!isPassed(delivery)) {
                ids.computeIfAbsent(channel, c -> new HashSet<>())
                        .add(delivery.id().text());
            }
        }
        Map<String, Map<String, String>> waits = new HashMap<>();
        ids.forEach((channel, of) -> waits.put(channel, topics.whereabouts().of(channel, of)));
        return waits;
    }

    private boolean isMine(StoredRecord record) {
        return record.alert()
                .filter(alert -> indexes.getOrDefault(alert.receipt(), Set.of()).contains(alert.index()))
                .isPresent();
    }

    /** One of the hits, with what happened to its alert. */
    FoundAlert ended(Hit hit) {
        FoundAlert alert = hit.alert();
        List<FoundAlert.FoundDelivery> deliveries = built.getOrDefault(alert.requestId(), Optional.empty()).stream()
                .flatMap(trail -> trail.alerts().stream())
                .filter(trail -> trail.index() == hit.index())
                .flatMap(trail -> trail.deliveries().stream())
                .map(this::delivery)
                .toList();
        return alert.with(isRouted(alert.requestId()) || !deliveries.isEmpty(), deliveries);
    }

    private FoundAlert.FoundDelivery delivery(Trail.DeliveryTrail delivery) {
        String channel = delivery.id().channel();
        String replay = delivery.id().replay();
        if (delivery.end() instanceof Trail.End.Settled settled) {
            AlertEnding ending = switch (settled.outcome()) {
                case DELIVERED -> AlertEnding.DELIVERED;
                case DEAD_LETTERED -> AlertEnding.DEAD_LETTERED;
                case SUPERSEDED -> AlertEnding.SUPERSEDED;
            };
            return new FoundAlert.FoundDelivery(
                    channel, ending, detail(settled.receipt()), time(settled.receipt()), replay);
        }
        if (delivery.end() instanceof Trail.End.Waiting waiting) {
            boolean mayHaveEnded = missing.contains(delivery.id()) && !missingReadToTheEnd;
            String words = waiting.inWords() + (mayHaveEnded ? NOT_LOOKED_UP : "");
            return new FoundAlert.FoundDelivery(channel, AlertEnding.WAITING, words, Optional.empty(), replay);
        }
        AlertEnding none = delivery.end() instanceof Trail.End.TooOld ? AlertEnding.TOO_OLD : AlertEnding.UNACCOUNTED;
        return new FoundAlert.FoundDelivery(
                channel, readToTheEnd ? none : AlertEnding.SETTLED_LATER, "", Optional.empty(), replay);
    }

    private boolean isRouted(String receipt) {
        return ReceiptId.parse(receipt)
                .filter(id -> topics.progress().routed(id.partition(), id.offset()))
                .isPresent();
    }

    private static String detail(ObjectNode receipt) {
        List<String> parts = new ArrayList<>(Stream.of("reason", "superseded_by", "cause")
                .filter(receipt::hasNonNull)
                .map(field -> receipt.get(field).asText())
                .toList());
        int attempts = receipt.path("attempts").asInt();
        if (attempts > 1) {
            parts.add(attempts + " attempts");
        }
        return String.join(", ", parts);
    }

    private static Optional<Instant> time(ObjectNode receipt) {
        try {
            return Optional.of(Instant.parse(receipt.path("settled_at").asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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
