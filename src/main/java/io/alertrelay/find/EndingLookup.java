package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.PassedOver;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up how the alerts that were found ended: reads the channels' topics and the receipts from the time when the
 * alerts were stored, for alerts with similar times together, and no further than needed. Most are settled within
 * seconds. For those that were not, and after a replay, it reads further, up to a number of records for the whole
 * search. For one thread.
 */
final class EndingLookup {
    private static final Duration NEAR_BEFORE = Duration.ofSeconds(2);
    private static final Duration NEAR_AFTER = Duration.ofSeconds(10);
    /** Relays' clocks differ by less. */
    private static final Duration FAR_BEFORE = Duration.ofMinutes(1);

    private static final Duration FAR_AFTER = Duration.ofDays(1);
    private static final int MOST_RECORDS = 500_000;
    /** For what was stored while the wall clock was set back. */
    private static final int MOST_PASSED_OVER = 100_000;
    /** Alerts are looked up together if they were received within this time, or have no more receipts between them. */
    private static final Duration NEAR = Duration.ofSeconds(30);

    private static final int MOST_BETWEEN = 20_000;

    private final TopicReader reader;
    private final String webhooks;
    private final String receipts;
    private final ChannelTopics channels;
    private final Map<Integer, Long> routed;
    private final CommittedProgress progress;
    private final Collection<String> configured;
    private final WaitingDeliveries whereabouts;
    private final Map<TopicPartition, Long> channelEnds;
    private final Map<TopicPartition, Long> receiptEnds;
    /** The times of orders and control orders of replays: before the first, replays sent nothing. */
    private final NavigableSet<Instant> replays = new TreeSet<>();

    private int left = MOST_RECORDS;
    private int leftPassedOver = MOST_PASSED_OVER;

    /** Determines the ends of the topics. */
    EndingLookup(
            TopicReader reader,
            GroupOffsets offsets,
            TopicNames names,
            Collection<String> configured,
            WaitingDeliveries whereabouts)
            throws ExecutionException, InterruptedException {
        this.reader = reader;
        this.webhooks = names.webhooks();
        this.receipts = names.receipts();
        this.channels = new ChannelTopics(names, offsets.topics(names.channels()), configured);
        this.configured = configured;
        this.whereabouts = whereabouts;
        // The commits are read first: then their receipts are before the end of the topic.
        this.routed = offsets.committed(names.routingGroup(), names.webhooks());
        Map<String, Map<Integer, Long>> settled = new HashMap<>();
        offsets.committed(channels.topics())
                .forEach((topic, committed) -> settled.put(channels.channel(topic), committed));
        this.progress = new CommittedProgress(routed, Map.of(), settled);
        this.channelEnds = reader.ends(channels.topics());
        this.receiptEnds = reader.ends(List.of(receipts));
        reader.read(names.replays(), reader.starts(names.replays()), reader.ends(names.replays()), record -> {
            if (!record.isTombstone()) {
                replays.add(record.storedAt());
            }
            return true;
        });
    }

    /** How many of these hits, from the first on, are close enough in time for one call of {@link #of}. */
    int together(List<Hit> hits) {
        int together = hits.size();
        while (together > 1
                && isFar(hits.get(0).storedAt(), hits.get(together - 1).storedAt())) {
            together = (together + 1) / 2;
        }
        return together;
    }

    private boolean isFar(Instant newest, Instant oldest) {
        return oldest.isBefore(newest.minus(NEAR)) && receiptsBefore(newest) - receiptsBefore(oldest) > MOST_BETWEEN;
    }

    private long receiptsBefore(Instant time) {
        return reader.offsetsAt(receiptEnds, time).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * What is due to that channel.
     *
     * @param from nothing older is searched for; empty if everything is
     */
    ChannelSearch of(String channel, Optional<Instant> from) {
        Map<TopicPartition, Long> ends = new HashMap<>(channelEnds);
        ends.keySet().removeIf(partition -> !channels.channel(partition.topic()).equals(channel));
        return ChannelSearch.of(reader, ends, from, routed());
    }

    /** The offsets before which all webhooks that are still kept are routed. */
    private Map<TopicPartition, Long> routed() {
        Map<TopicPartition, Long> offsets = new HashMap<>(reader.starts(List.of(webhooks)));
        offsets.replaceAll((partition, first) -> Math.max(first, routed.getOrDefault(partition.partition(), 0L)));
        return offsets;
    }

    /** The channels that have a topic. */
    Collection<String> channels() {
        return channels.topics().stream().map(channels::channel).toList();
    }

    /**
     * The alerts with what happened to each.
     *
     * @param hits of webhooks, close together in time
     */
    List<FoundAlert> of(List<Hit> hits) {
        Group group = new Group(hits);
        group.findDue(NEAR_BEFORE, NEAR_AFTER);
        if (group.lacksDue() && left > 0) {
            group.findDue(FAR_BEFORE, FAR_AFTER);
        }
        group.findDuePassedOver();
        group.findReplayed();
        group.settle();
        return hits.stream().map(group::ended).toList();
    }

    /** Webhooks that were stored one after the other. */
    private final class Group {
        private final Map<String, TrailBuilder> trails = new HashMap<>();
        private final Map<String, Set<Integer>> indexes = new HashMap<>();
        private final Map<DeliveryId, DueDelivery> due =
                new TreeMap<>((a, b) -> (a.text() + " " + a.replay()).compareTo(b.text() + " " + b.replay()));
        private final Set<DeliveryId> open = new HashSet<>();
        private final Instant oldest;
        private final Instant newest;
        private final Map<String, Optional<Trail>> built = new HashMap<>();
        private boolean readToTheEnd;

        Group(List<Hit> hits) {
            oldest = hits.stream().map(Hit::storedAt).min(Instant::compareTo).orElseThrow();
            newest = hits.stream().map(Hit::storedAt).max(Instant::compareTo).orElseThrow();
            for (Hit hit : hits) {
                FoundAlert alert = hit.alert();
                TrailBuilder trail = trails.computeIfAbsent(alert.requestId(), TrailBuilder::new);
                trail.alert(hit.index(), alert.status(), alert.severity(), alert.title(), alert.alertKey());
                indexes.computeIfAbsent(alert.requestId(), id -> new HashSet<>())
                        .add(hit.index());
            }
        }

        void findDue(Duration before, Duration after) {
            Instant end = newest.plus(after);
            boolean far = after.equals(FAR_AFTER);
            boolean[] lacking = {true};
            reader.read(reader.offsetsAt(channelEnds, oldest.minus(before)), channelEnds, (topic, record) -> {
                if (far) {
                    left--;
                }
                if (isMine(record)) {
                    due(topic, record);
                    lacking[0] = !far || lacksDue();
                }
                return record.storedAt().isBefore(end) && left > 0 && (!far || lacking[0]);
            });
        }

        /** Looks where it is if it was stored while the wall clock was set back. */
        void findDuePassedOver() {
            if (lacksDue()) {
                passedOver(channelEnds, this::due, () -> !lacksDue());
            }
        }

        private void passedOver(
                Map<TopicPartition, Long> ends, BiConsumer<String, StoredRecord> mine, BooleanSupplier enough) {
            PassedOver.read(
                    reader,
                    reader.offsetsAt(ends, oldest.minus(NEAR_BEFORE)),
                    (topic, record) -> {
                        leftPassedOver--;
                        if (isMine(record)) {
                            mine.accept(topic, record);
                        }
                        return leftPassedOver > 0;
                    },
                    () -> leftPassedOver <= 0 || enough.getAsBoolean());
        }

        private void due(String topic, StoredRecord record) {
            channels.learn(topic, DueDelivery.fanOut(record));
            DueDelivery.of(record, channels.channel(topic), channels).ifPresent(this::due);
        }

        void findReplayed() {
            Optional<Instant> from = Optional.ofNullable(replays.higher(oldest));
            if (from.isPresent() && left > 0) {
                reader.read(
                        reader.offsetsAt(channelEnds, from.get().minus(NEAR_BEFORE)), channelEnds, (topic, record) -> {
                            left--;
                            if (isMine(record)) {
                                DueDelivery.of(record, channels.channel(topic), channels)
                                        .filter(delivery ->
                                                !delivery.id().replay().isEmpty())
                                        .ifPresent(this::due);
                            }
                            return left > 0;
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
        boolean lacksDue() {
            return trails.entrySet().stream()
                    .anyMatch(trail -> isRouted(trail.getKey())
                            && (trail.getValue().hasGaps()
                                    || !trail.getValue().missingChannels().isEmpty()));
        }

        void settle() {
            Map<String, Map<String, String>> waits = whereWaiting();
            due.values().stream()
                    .map(DueDelivery::id)
                    .filter(id -> waits.getOrDefault(id.channel(), Map.of()).containsKey(id.text()))
                    .forEach(open::remove);
            boolean[] enough = {open.isEmpty()};
            if (!enough[0]) {
                reader.read(reader.offsetsAt(receiptEnds, oldest.minus(NEAR_BEFORE)), receiptEnds, (topic, record) -> {
                    left--;
                    if (isMine(record)) {
                        settled(record);
                    }
                    enough[0] = open.isEmpty() || left <= 0;
                    return !enough[0];
                });
                // What the channel's offset has not passed may well wait: for that a look at the nearest is enough.
                int before = leftPassedOver;
                passedOver(
                        receiptEnds,
                        (topic, record) -> settled(record),
                        () -> open.isEmpty()
                                || leftPassedOver < before && open.stream().noneMatch(this::isPassed));
            }
            readToTheEnd = left > 0;
            WaitingDeliveries known = (channel, of) -> waits.getOrDefault(channel, Map.of());
            WaitingDeliveries inAll = whereabouts == WaitingDeliveries.UNKNOWN ? known : known.among(configured);
            trails.forEach((id, trail) -> {
                if (!isRouted(id)) {
                    trail.notRoutedYet();
                }
                built.put(id, trail.build(progress, inAll));
            });
        }

        private void settled(StoredRecord record) {
            SettledDelivery.of(record, channels).ifPresent(settled -> {
                trail(settled.id()).ifPresent(trail -> trail.settled(settled));
                if (!settled.isUnstored() || !due.containsKey(settled.id())) {
                    open.remove(settled.id());
                }
            });
        }

        private boolean isPassed(DeliveryId id) {
            DueDelivery delivery = due.get(id);
            return delivery != null && progress.passed(id.channel(), delivery.partition(), delivery.offset());
        }

        /** What deliveries that may not be settled wait for, as far as this relay knows: by channel and id. */
        private Map<String, Map<String, String>> whereWaiting() {
            Map<String, Set<String>> ids = new HashMap<>();
            for (DueDelivery delivery : due.values()) {
                String channel = delivery.id().channel();
                long committed =
                        progress.channels().getOrDefault(channel, Map.of()).getOrDefault(delivery.partition(), 0L);
                if (delivery.offset() >= committed) {
                    ids.computeIfAbsent(channel, c -> new HashSet<>())
                            .add(delivery.id().text());
                }
            }
            Map<String, Map<String, String>> waits = new HashMap<>();
            ids.forEach((channel, of) -> waits.put(channel, whereabouts.of(channel, of)));
            return waits;
        }

        private boolean isMine(StoredRecord record) {
            return record.alert()
                    .filter(alert ->
                            indexes.getOrDefault(alert.receipt(), Set.of()).contains(alert.index()))
                    .isPresent();
        }

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
                return new FoundAlert.FoundDelivery(
                        channel, AlertEnding.WAITING, waiting.inWords(), Optional.empty(), replay);
            }
            return new FoundAlert.FoundDelivery(
                    channel,
                    readToTheEnd ? AlertEnding.UNACCOUNTED : AlertEnding.SETTLED_LATER,
                    "",
                    Optional.empty(),
                    replay);
        }
    }

    private boolean isRouted(String receipt) {
        return ReceiptId.parse(receipt)
                .filter(id -> id.offset() < routed.getOrDefault(id.partition(), 0L))
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
}
