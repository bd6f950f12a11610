package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Beginnings;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.Selector;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
                behind = new RedriveReading(order, planner, names, progress).read(reader, since);
            } else {
                new RangeReading(
                                this,
                                order,
                                planner,
                                Selector.of(order.narrowing().where()),
                                integrations)
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
     * Reads what was received after the range, or after the oldest of the dead letters; also in the partitions that
     * their integrations may have moved to since, which have their newer states.
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

    /**
     * Where the partitions begin that the integrations of these may have moved to: with what was received since then.
     */
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
