package io.alertrelay.repair;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Beginnings;
import io.alertrelay.reading.TopicRange;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the topic of webhooks has of alerts that are in quarantine: which webhook has their latest state, and which
 * bodies were stored already by a retry.
 *
 * <p>A webhook that a retry stored reports the state of when its body was received, not of when it was stored,
 * whichever was retried first. Bodies are refused in the order of receipt, and alerts set aside in that of their
 * webhooks, so of two of the same kind the later one in quarantine is the newer one. Alerts are set aside when they are
 * routed, perhaps long after their receipt: where one kind meets the other, times decide. Earlier versions did not
 * store which kind it was: of theirs, the later one in quarantine counts as the newer one.
 *
 * <p>A body in quarantine has no place in the topic of webhooks, by which {@code AlertState} determines the newer of
 * two states: here they are compared by the time they were received. Since it is not known where its alert went, any
 * later state excludes it.
 */
final class LaterStates {
    /** The most by which the clocks of relays may differ, which give records their times. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final Pipelines pipelines;
    private final Set<String> asked;
    private final Set<String> keys;
    private final Map<String, Posted> latestPosted = new HashMap<>();
    private final RetriedStates setAside = new RetriedStates();
    private final RetriedStates refused = new RetriedStates();
    private final RetriedStates ofEarlierVersions = new RetriedStates();
    private final Map<String, String> retries = new HashMap<>();
    private Optional<Instant> begins = Optional.empty();

    /**
     * @param asked the ids of the records in quarantine in question
     * @param keys of their alerts
     */
    LaterStates(Pipelines pipelines, Set<String> asked, Set<String> keys) {
        this.pipelines = pipelines;
        this.asked = Set.copyOf(asked);
        // A sender chooses the fingerprints: in an immutable set of the JDK those of one hash are looked for one by
        // one.
        this.keys = Collections.unmodifiableSet(new HashSet<>(keys));
    }

    /** Reads the topic of webhooks, from the records that were stored at that time on. */
    void read(TopicReader reader, TopicNames names, Instant since, AuditProgress progress) {
        String topic = names.webhooks();
        Map<Integer, Long> starts = reader.starts(topic);
        begins = starts.values().stream().allMatch(start -> start == 0)
                ? recreated(reader, names)
                : WebhooksBegin.of(reader, names);
        Map<Integer, Long> ends = reader.ends(topic);
        new TopicRange(reader, topic, Optional.empty(), ends, Optional.empty())
                .from(beginnings(reader, topic, ends, since))
                .read(this::webhook, progress);
    }

    /** If the wall clock was set back since, retries have earlier times. */
    private Map<Integer, Long> beginnings(TopicReader reader, String topic, Map<Integer, Long> ends, Instant since) {
        Map<TopicPartition, Long> all = new HashMap<>();
        ends.forEach((partition, end) -> all.put(new TopicPartition(topic, partition), end));
        Map<Integer, Long> first = new HashMap<>();
        asked.forEach(id ->
                ReceiptId.parse(id).ifPresent(place -> first.merge(place.partition(), place.offset(), Math::min)));
        Map<Integer, Long> beginnings = new HashMap<>();
        Beginnings.of(reader, all, since, record -> isRetrySince(record, first))
                .forEach((partition, offset) -> beginnings.put(partition.partition(), offset));
        return beginnings;
    }

    /** Whether it is the retry of a record in quarantine that is none older than these. */
    private static boolean isRetrySince(StoredRecord webhook, Map<Integer, Long> first) {
        return webhook.header(HeaderNames.RETRY_OF)
                .flatMap(ReceiptId::parse)
                .filter(id -> id.offset() >= first.getOrDefault(id.partition(), Long.MAX_VALUE))
                .isPresent();
    }

    /**
     * When the first webhook was stored, if there were others before: there are receipts of them, but none was deleted
     * for its age, so their topic was deleted.
     */
    private static Optional<Instant> recreated(TopicReader reader, TopicNames names) {
        Instant begin = reader.ends(names.webhooks()).keySet().stream()
                .flatMap(partition -> first(reader, names.webhooks(), partition, 0).stream())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return reader.starts(names.receipts()).entrySet().stream()
                .flatMap(start -> first(reader, names.receipts(), start.getKey(), start.getValue()).stream())
                .filter(settled -> settled.isBefore(begin.minus(CLOCKS_DIFFER)))
                .findFirst()
                .map(earlier -> begin);
    }

    private static Optional<Instant> first(TopicReader reader, String topic, int partition, long start) {
        return reader.at(topic, partition, start).map(StoredRecord::storedAt);
    }

    /** Whether everything received since then is known; webhooks are kept for a shorter time than quarantine. */
    boolean reachBackTo(Instant time) {
        return begins.filter(time::isBefore).isEmpty();
    }

    /** The receipt of the webhook that a record in quarantine was stored as; empty if it was not. */
    Optional<String> storedAs(ReceiptId quarantined) {
        return Optional.ofNullable(retries.get(quarantined.toString()));
    }

    /** The receipt of a webhook that has a later state of the alert than the record in quarantine. */
    Optional<String> after(Quarantined record, String key) {
        return Optional.ofNullable(latestPosted.get(key))
                .filter(posted -> posted.receivedAt().isAfter(record.receivedAt()))
                .map(Posted::receipt)
                .or(() -> ofKind(record.wasSetAside()).behind(key, record.id()))
                .or(() -> ofKind(!record.wasSetAside()).since(key, record.receivedAt(), record.id()))
                .or(() -> ofEarlierVersions.behind(key, record.id()));
    }

    private RetriedStates ofKind(boolean wasSetAside) {
        return wasSetAside ? setAside : refused;
    }

    void webhook(StoredRecord record) {
        Optional<ReceiptId> retryOf = record.header(HeaderNames.RETRY_OF).flatMap(ReceiptId::parse);
        String receipt = ReceiptId.of(Topic.WEBHOOKS, record).toString();
        retryOf.map(ReceiptId::toString).filter(asked::contains).ifPresent(id -> retries.putIfAbsent(id, receipt));
        for (String key : keys(record)) {
            if (!keys.contains(key)) {
                continue;
            }
            if (retryOf.isPresent()) {
                retried(key, receipt, record, retryOf.get());
            } else {
                latestPosted.merge(
                        key,
                        new Posted(receipt, record.receivedAt()),
                        (a, b) -> a.receivedAt().isAfter(b.receivedAt()) ? a : b);
            }
        }
    }

    private void retried(String key, String receipt, StoredRecord record, ReceiptId retryOf) {
        Optional<Instant> received = record.firstReceivedAt();
        record.wasSetAside()
                .filter(known -> received.isPresent())
                .map(this::ofKind)
                .orElse(ofEarlierVersions)
                .add(key, receipt, received.orElse(Instant.MIN), retryOf);
    }

    private List<String> keys(StoredRecord record) {
        Optional<IntegrationPipeline> pipeline =
                record.header(HeaderNames.INTEGRATION).flatMap(pipelines::pipeline);
        if (pipeline.isEmpty() || keys.isEmpty()) {
            return List.of();
        }
        try {
            return pipeline.get().read(WebhookRecord.of(record)).alerts().stream()
                    .map(Alert::key)
                    .toList();
        } catch (UnreadableWebhookException | RuntimeException e) {
            // It had no alert that could be routed.
            return List.of();
        }
    }

    private record Posted(String receipt, Instant receivedAt) {}
}
