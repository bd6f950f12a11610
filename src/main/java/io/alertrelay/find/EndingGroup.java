package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.trail.Trail;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * How the alerts of webhooks that were stored one after the other ended: what was due for them, then the receipts of
 * that, and what neither is there nor has one. First {@link #find}, then {@link #ended}. For one thread.
 */
final class EndingGroup {
    private static final String NOT_LOOKED_UP = "; whether it has ended since was not looked up";

    private final EndingTopics topics;
    private final TopicReader reader;
    private final ChannelTopics channels;
    private final SearchBudgets budgets;
    private final HitGroup group;
    private final DueSearch search;
    private final Set<DeliveryId> open = new HashSet<>();
    /** What is due by the record of another channel only: given up, and has a receipt, or not written yet. */
    private final Set<DeliveryId> missing = new HashSet<>();

    private final Map<String, Optional<Trail>> built = new HashMap<>();
    private Map<DeliveryId, DueDelivery> due = Map.of();
    private boolean readToTheEnd;
    private boolean missingReadToTheEnd;

    /**
     * @param budgets of the whole search
     * @param hits of webhooks, close together in time
     */
    EndingGroup(EndingTopics topics, SearchBudgets budgets, List<Hit> hits) {
        this.topics = topics;
        this.reader = topics.reader();
        this.channels = topics.channels();
        this.budgets = budgets;
        this.group = new HitGroup(topics.progress(), hits);
        this.search = new DueSearch(topics, budgets, group);
    }

    /** Reads what happened to them. */
    void find() {
        due = search.run();
        Map<String, Map<String, String>> waits = whereWaiting();
        readReceipts(waits);
        build(waits);
    }

    private void readReceipts(Map<String, Map<String, String>> waits) {
        open.addAll(due.keySet());
        due.values().stream()
                .map(DueDelivery::id)
                .filter(id -> waits.getOrDefault(id.channel(), Map.of()).containsKey(id.text()))
                .forEach(open::remove);
        group.trails().values().forEach(trail -> missing.addAll(trail.missing()));
        Map<TopicPartition, Long> ends = topics.receiptEnds();
        if (mayHaveReceipts()) {
            reader.read(search.near(ends), ends, (topic, record) -> {
                (open.isEmpty() || budgets.routine().isSpent() ? budgets.ofMissing() : budgets.routine()).take();
                if (group.has(record)) {
                    settled(record);
                }
                return mayHaveReceipts();
            });
        }
        if (!open.isEmpty() || seemsLost()) {
            // What the channel's offset has not passed may well wait: for that a look at the nearest is enough.
            int before = budgets.passedOver().left();
            search.readPassedOver(
                    ends,
                    (topic, record) -> settled(record),
                    () -> !seemsLost()
                            && (open.isEmpty()
                                    || budgets.passedOver().left() < before
                                            && open.stream().noneMatch(this::isPassed)));
        }
        readToTheEnd = !budgets.routine().isSpent();
        missingReadToTheEnd = !budgets.ofMissing().isSpent();
    }

    private void build(Map<String, Map<String, String>> waits) {
        if (readToTheEnd && missingReadToTheEnd && !budgets.passedOver().isSpent() && seemsLost()) {
            BiPredicate<DueDelivery, String> mustHaveATrace = topics.mustHaveATrace();
            Set<String> unsure = search.routedAgain();
            group.trails().forEach((id, trail) -> {
                if (!unsure.contains(id)) {
                    trail.soughtEverywhere(mustHaveATrace);
                }
            });
        }
        if (readToTheEnd && open.stream().anyMatch(this::isPassed)) {
            RetainedOffsets receipts = topics.receipts();
            group.trails().values().forEach(trail -> trail.receiptsReachBack(receipts));
        }
        WaitingDeliveries known = (channel, of) -> waits.getOrDefault(channel, Map.of());
        WaitingDeliveries inAll =
                topics.whereabouts() == WaitingDeliveries.UNKNOWN ? known : known.among(topics.configured());
        group.trails().forEach((id, trail) -> {
            if (!group.isRouted(id)) {
                trail.notRoutedYet();
            }
            built.put(id, trail.build(topics.progress(), inAll));
        });
    }

    /** Whether something was routed that is neither in its channel's topic nor has a receipt. */
    private boolean seemsLost() {
        return missing.stream().anyMatch(id -> group.isRouted(id.receipt()));
    }

    private boolean mayHaveReceipts() {
        return !open.isEmpty() && !budgets.routine().isSpent()
                || !missing.isEmpty() && !budgets.ofMissing().isSpent();
    }

    private void settled(StoredRecord record) {
        SettledDelivery.of(record, channels).ifPresent(settled -> {
            group.trail(settled.id()).ifPresent(trail -> trail.settled(settled));
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

    /** One of the hits, with what happened to its alert. */
    FoundAlert ended(Hit hit) {
        FoundAlert alert = hit.alert();
        List<FoundAlert.FoundDelivery> deliveries = built.getOrDefault(alert.requestId(), Optional.empty()).stream()
                .flatMap(trail -> trail.alerts().stream())
                .filter(trail -> trail.index() == hit.index())
                .flatMap(trail -> trail.deliveries().stream())
                .map(this::delivery)
                .toList();
        return alert.with(group.isRouted(alert.requestId()) || !deliveries.isEmpty(), deliveries);
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
}
