package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.PreparedWebhook;
import io.alertrelay.pipeline.ReroutedAlert;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Beginnings;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.OrderedBatches;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the plan of an order from the topics. The same order always gives the same plan, as long as Kafka keeps the
 * records.
 *
 * @param threads that may help
 */
record ReplayReading(
        KafkaClients clients,
        TopicNames names,
        RelayConfig config,
        Rerouter rerouter,
        int threads,
        AuditProgress progress) {
    /**
     * A plan, and the latest states of alerts when it was made.
     *
     * @param integrations whose webhooks it was made of; empty for a redrive
     */
    record Planned(Plan plan, LatestStates latest, Set<String> integrations) {}

    /** @throws ReplayException if it can't be planned */
    Planned plan(ReplayOrder order) throws ReplayException {
        Map<String, Format> channels =
                config.channels().stream().collect(Collectors.toMap(ChannelSettings::name, ChannelSettings::format));
        Planner planner = new Planner(order, channels);
        EarliestTime since = new EarliestTime(order.bounds().since(), order.createdAt());
        Set<String> integrations = new HashSet<>();
        try (TopicReader reader = TopicReader.bulk(clients)) {
            Map<Integer, Long> behind = order.bounds().to();
            if (order.isRedrive()) {
                behind = letters(reader, order, planner, since);
            } else {
                new RangeOfWebhooks(
                                order, planner, Selector.of(order.narrowing().where()), integrations)
                        .read(reader, since);
            }
            planner.chosen();
            // First: it may show that the clock was set back, and what was sent since then has earlier times.
            later(reader, order, behind, planner, since);
            past(reader, order, planner, since.get());
        } catch (InvalidRuleSetException e) {
            throw new ReplayException("where: " + e.getMessage());
        } catch (Planner.PlanTooLargeException e) {
            throw new ReplayException(String.valueOf(e.getMessage()));
        }
        return new Planned(planner.plan(), planner.states(), integrations);
    }

    /**
     * Reads what was due, and how it ended.
     *
     * @param earliest the time of its first records
     */
    private void past(TopicReader reader, ReplayOrder order, Planner planner, Instant earliest) {
        Instant since = earliest.minus(RecordTimes.MARGIN);
        ChannelTopics topics = new ChannelTopics(
                names,
                order.bounds().channels().keySet().stream().map(names::channel).toList(),
                order.bounds().channels().keySet());
        order.bounds()
                .channels()
                .forEach((channel, end) -> range(reader, names.channel(channel), since, Map.of(0, end))
                        .read(
                                concerning(
                                        planner,
                                        record -> DueDelivery.of(record, channel, topics)
                                                .ifPresent(planner::due)),
                                progress));
        range(reader, names.receipts(), since, Map.of(0, order.bounds().receipts()))
                .read(
                        concerning(
                                planner,
                                record -> SettledDelivery.of(record, topics).ifPresent(planner::settled)),
                        progress);
    }

    private static Consumer<StoredRecord> concerning(Planner planner, Consumer<StoredRecord> each) {
        return record -> {
            if (planner.mayConcern(record)) {
                each.accept(record);
            }
        };
    }

    private static TopicRange range(TopicReader reader, String topic, Instant since, Map<Integer, Long> ends) {
        return new TopicRange(reader, topic, Optional.of(since), ends, Optional.empty());
    }

    /**
     * Reads what was received after the range, or after the oldest of the dead letters; also in the partitions that their
     * integrations may have moved to since, which have their newer states.
     */
    private void later(
            TopicReader reader, ReplayOrder order, Map<Integer, Long> behind, Planner planner, EarliestTime since) {
        Map<Integer, Long> starts = reader.starts(names.webhooks());
        Map<Integer, Long> after = new TreeMap<>(behind);
        after.replaceAll((partition, offset) -> Math.max(offset, starts.getOrDefault(partition, 0L)));
        later(reader, order, after, planner, since, 0);
        // Then: what was read may have shown that the clock was set back.
        later(reader, order, moved(reader, order, behind, since.get()), planner, since, total(order, after));
    }

    private void later(
            TopicReader reader,
            ReplayOrder order,
            Map<Integer, Long> from,
            Planner planner,
            EarliestTime since,
            long readBefore) {
        long total = readBefore + total(order, from);
        long[] read = {readBefore};
        reader.read(names.webhooks(), from, order.bounds().journal(), record -> {
            since.add(record.storedAt());
            received(WebhookRecord.of(record), rerouter, planner::received);
            progress.read(names.webhooks(), ++read[0], total);
            return true;
        });
    }

    private static long total(ReplayOrder order, Map<Integer, Long> from) {
        return from.entrySet().stream()
                .mapToLong(begin ->
                        Math.max(0, order.bounds().journal().getOrDefault(begin.getKey(), 0L) - begin.getValue()))
                .sum();
    }

    /** Where the partitions begin that the integrations of these may have moved to: with what was received since then. */
    private Map<Integer, Long> moved(TopicReader reader, ReplayOrder order, Map<Integer, Long> behind, Instant since) {
        WebhookPartitions partitions = WebhookPartitions.now(reader, names);
        Map<TopicPartition, Long> ends = new HashMap<>();
        order.bounds().journal().forEach((partition, end) -> {
            if (!behind.containsKey(partition)
                    && behind.keySet().stream().anyMatch(former -> partitions.mayHaveMoved(former, partition))) {
                ends.put(new TopicPartition(names.webhooks(), partition), end);
            }
        });
        Map<Integer, Long> begins = new HashMap<>();
        if (!ends.isEmpty()) {
            Beginnings.of(reader, ends, since.minus(RecordTimes.MARGIN), since)
                    .forEach((partition, begin) -> begins.put(partition.partition(), begin));
        }
        return begins;
    }

    /**
     * Reads the dead letters, in the order in which their webhooks were received. One that is gone since it was ordered is
     * left out: the others can be sent all the same.
     *
     * @param since when their webhooks were received is added to it if they are sent again though these are gone
     * @return the offset of the oldest of these webhooks, by partition
     */
    private Map<Integer, Long> letters(TopicReader reader, ReplayOrder order, Planner planner, EarliestTime since)
            throws ReplayException {
        planner.willRead(order.deadLetters().size());
        List<Candidate> letters = new ArrayList<>();
        List<DeadLetterId> gone = new ArrayList<>();
        for (Place place : order.deadLetters()) {
            Optional<StoredRecord> record = reader.at(names.deadLetters(), place.partition(), place.offset());
            if (record.isPresent()) {
                if (order.again()) {
                    since.add(record.get().receivedAt());
                }
                letters.add(Candidate.of(record.get())
                        .orElseThrow(
                                () -> new ReplayException("dead letter " + place + " is not (or no longer) there")));
            } else {
                gone.add(new DeadLetterId(place));
            }
            progress.read(
                    names.deadLetters(),
                    letters.size() + gone.size(),
                    order.deadLetters().size());
        }
        letters.sort(Comparator.comparing(Candidate::alert));
        Map<Integer, Long> starts = reader.starts(names.webhooks());
        Map<String, Resolution> resolutions = Resolutions.of(
                reader,
                names.deadLetters(),
                order.deadLetters(),
                () -> progress.read(
                        names.deadLetters(), letters.size(), order.deadLetters().size()));
        // What this replay handed over before it was deleted is not left out.
        gone.stream()
                .filter(letter -> !isRedrivenBy(order, Optional.ofNullable(resolutions.get(letter.toString()))))
                .forEach(planner::noLongerKept);
        Set<ReceiptId> former = order.again() ? Set.of() : ofFormerTopic(reader, letters);
        Map<Integer, Long> oldest = new TreeMap<>();
        for (Candidate letter : letters) {
            oldest.merge(letter.alert().partition(), letter.alert().offset(), Math::min);
            Optional<Reason> reason =
                    order.again() ? Optional.empty() : reasonToLeaveOut(letter, order, starts, former, resolutions);
            reason.ifPresentOrElse(why -> planner.leftOut(letter, why), () -> planner.candidate(letter));
        }
        return oldest;
    }

    /** The webhooks of these that have another in their place, or none yet: their topic was deleted and made anew. */
    private Set<ReceiptId> ofFormerTopic(TopicReader reader, List<Candidate> letters) {
        Map<Integer, Long> ends = reader.ends(names.webhooks());
        Set<ReceiptId> former = new HashSet<>();
        Map<Place, Set<ReceiptId>> places = new HashMap<>();
        for (Candidate letter : letters) {
            ReceiptId webhook = letter.alert().webhook();
            if (webhook.offset() >= ends.getOrDefault(webhook.partition(), 0L)) {
                former.add(webhook);
            } else {
                places.computeIfAbsent(webhook.place(), place -> new HashSet<>())
                        .add(webhook);
            }
        }
        SingleRecords.read(reader, names.webhooks(), places.keySet(), record -> {
            ReceiptId there = ReceiptId.of(ReceiptId.Topic.WEBHOOKS, record);
            places.getOrDefault(record.place(), Set.of()).stream()
                    .filter(webhook -> !webhook.equals(there))
                    .forEach(former::add);
            progress.read(names.deadLetters(), letters.size(), letters.size());
        });
        return former;
    }

    /** Why a dead letter is left out, wherever it is sent. */
    private static Optional<Reason> reasonToLeaveOut(
            Candidate letter,
            ReplayOrder order,
            Map<Integer, Long> starts,
            Set<ReceiptId> former,
            Map<String, Resolution> resolutions) {
        Place place = letter.deadLetter().orElseThrow();
        Optional<Resolution> resolved = Optional.ofNullable(resolutions.get(new DeadLetterId(place).toString()));
        if (resolved.isPresent() && !isRedrivenBy(order, resolved)) {
            return Optional.of(Reason.DECIDED);
        }
        long start = starts.getOrDefault(letter.alert().partition(), 0L);
        return letter.alert().offset() < start || former.contains(letter.alert().webhook())
                ? Optional.of(Reason.TOO_OLD)
                : Optional.empty();
    }

    private static boolean isRedrivenBy(ReplayOrder order, Optional<Resolution> resolved) {
        return resolved.flatMap(Resolution::replay).equals(Optional.of(order.id()));
    }

    /** Reads the webhooks of the range. */
    private final class RangeOfWebhooks {
        private final ReplayOrder order;
        private final Planner planner;
        private final Selector where;
        private final Set<String> seen;
        private final Map<Integer, OpenAlerts> open = new HashMap<>();

        RangeOfWebhooks(ReplayOrder order, Planner planner, Selector where, Set<String> seen) {
            this.order = order;
            this.planner = planner;
            this.where = where;
            this.seen = seen;
        }

        void read(TopicReader reader, EarliestTime since) {
            ReplayBounds bounds = order.bounds();
            long total = bounds.from().entrySet().stream()
                    .mapToLong(begin -> Math.max(0, bounds.to().getOrDefault(begin.getKey(), 0L) - begin.getValue()))
                    .sum();
            long[] read = {0};
            try (OrderedBatches<StoredRecord, List<Journalled>> batches = new OrderedBatches<>(
                    threads,
                    records -> records.stream().flatMap(this::read).toList(),
                    some -> some.forEach(this::webhook))) {
                reader.read(names.webhooks(), bounds.from(), bounds.to(), record -> {
                    since.add(record.storedAt());
                    batches.add(record, record.bytes());
                    progress.read(names.webhooks(), ++read[0], total);
                    return true;
                });
                batches.finish();
            }
        }

        /** Called by several threads. */
        private Stream<Journalled> read(StoredRecord record) {
            WebhookRecord webhook = WebhookRecord.of(record);
            Set<String> integrations = order.narrowing().integrations();
            if (!integrations.isEmpty() && !integrations.contains(webhook.integration())) {
                return Stream.of();
            }
            try {
                return Stream.of(new Journalled(webhook, Optional.of(rerouter.prepare(webhook)), ""));
            } catch (UnreadableWebhookException | RuntimeException e) {
                // As in routing, a bad webhook does not hold back others, whatever is wrong with it.
                return Stream.of(new Journalled(webhook, Optional.empty(), String.valueOf(e.getMessage())));
            }
        }

        private void webhook(Journalled journalled) {
            WebhookRecord webhook = journalled.webhook();
            boolean covered =
                    order.narrowing().covers(webhook.receipt().toString(), webhook.integration(), webhook.receivedAt());
            if (covered) {
                planner.webhook();
                seen.add(webhook.integration());
            }
            journalled
                    .prepared()
                    .ifPresentOrElse(
                            prepared -> candidates(prepared, covered),
                            () -> unreadable(webhook, journalled.cause(), covered));
        }

        private void unreadable(WebhookRecord webhook, String cause, boolean covered) {
            if (covered) {
                planner.unreadable(webhook.receipt().toString(), cause);
            }
        }

        private void candidates(PreparedWebhook prepared, boolean covered) {
            try {
                WebhookRecord webhook = prepared.webhook();
                OpenAlerts alerts = open.computeIfAbsent(
                        webhook.receipt().partition(),
                        p -> OpenAlerts.none(config.routing().openAlertMaxAge()));
                rerouter.reroute(prepared, alerts).forEach(alert -> candidate(webhook, alert, covered));
            } catch (Planner.PlanTooLargeException e) {
                throw e;
            } catch (RuntimeException e) {
                unreadable(prepared.webhook(), String.valueOf(e.getMessage()), covered);
            }
        }

        private void candidate(WebhookRecord webhook, ReroutedAlert alert, boolean covered) {
            AlertRef source = new AlertRef(webhook.receipt(), alert.index());
            planner.received(alert.alert().key(), source, alert.alert().status());
            if (covered && alert.now().isEmpty()) {
                planner.unreadable(source.toString(), "the relay failed to route it");
            }
            alert.now()
                    .filter(now -> covered && isChosen(now))
                    .ifPresent(now -> planner.candidate(new Candidate(
                            source,
                            alert.alert().key(),
                            now.title(),
                            alert.alert().status(),
                            now.dispatch().severity(),
                            now.dispatch().channels(),
                            now.dispatch().rules(),
                            now.dispatch().why(),
                            Optional.empty(),
                            Pipelines.isTestOrHeartbeat(alert.alert()),
                            Optional.empty())));
        }

        private boolean isChosen(ReroutedAlert.CurrentRoute now) {
            Set<Severity> severities = order.narrowing().severities();
            return (severities.isEmpty() || severities.contains(now.dispatch().severity()))
                    && where.chooses(now.facts());
        }
    }

    /**
     * A webhook of the range, read.
     *
     * @param prepared empty if it can't be routed
     * @param cause why not; otherwise empty
     */
    private record Journalled(WebhookRecord webhook, Optional<PreparedWebhook> prepared, String cause) {}

    /** Passes on each alert of a webhook; none of one that can't be read. */
    static void received(WebhookRecord webhook, Rerouter rerouter, ReceivedState states) {
        if (!rerouter.isConfigured(webhook.integration())) {
            return;
        }
        try {
            rerouter.read(webhook)
                    .forEach((index, alert) ->
                            states.received(alert.key(), new AlertRef(webhook.receipt(), index), alert.status()));
        } catch (UnreadableWebhookException | RuntimeException e) {
            // It is in quarantine and reports no state of an alert.
        }
    }

    /** Is notified of each state of an alert that was received. */
    @FunctionalInterface
    interface ReceivedState {
        void received(String key, AlertRef source, AlertStatus status);
    }
}
