package io.alertrelay.repair;

import io.alertrelay.arms.AlertSelection;
import io.alertrelay.arms.PresetReader;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.intake.Nonces;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.Quarantined.Kind;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Facts;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Runs the current reader over bodies that were rejected at the public port, and stores as webhooks those that it can
 * read.
 *
 * <pre>
 *   plan ─▶ readable? ─▶ later states in [webhooks] are left out ─▶ [webhooks] acknowledged ─▶ [quarantine] retried
 * </pre>
 *
 * <p>If it dies between the last two, the webhook names the record that it was made of: the next plan finds it in the
 * webhooks, and only writes the resolution. Two that run at the same time may both store the same body.
 */
final class QuarantineRetry {
    private final Ledger ledger;
    private final KafkaClients clients;
    private final TopicNames names;
    private final Pipelines pipelines;
    private final Nonces nonces;
    private final Clock clock;

    /** @param clock for the time at which they are stored */
    QuarantineRetry(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clients = ledger.clients();
        this.names = ledger.names();
        this.pipelines = ledger.pipelines();
        this.nonces = new Nonces(new SecureRandom());
        this.clock = clock;
    }

    /**
     * The result that a retry of these records would have, in the order in which they were received. Changes nothing.
     *
     * @param preset reads the bodies as ARMS' preset template; empty to read them as they are
     * @param allStates whether alerts are included of which the topic of webhooks has a later state
     * @throws StartException if Kafka does not answer
     */
    List<RetryItem> plan(
            List<Quarantined> asked, Optional<PresetReader> preset, boolean allStates, AuditProgress progress)
            throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            // Of two states of an alert the later one must be routed last.
            List<Quarantined> records = inOrderOfReceipt(asked);
            try (TopicReader reader = new TopicReader(clients)) {
                List<Read> read = new ArrayList<>();
                Map<ReceiptId, RetryItem> items = new HashMap<>();
                for (Quarantined record : records) {
                    unread(record)
                            .ifPresentOrElse(
                                    item -> items.put(record.id(), item),
                                    () -> read(reader, record, preset, items).ifPresent(read::add));
                }
                LaterStates states = states(reader, records, read, progress);
                read.forEach(one -> items.put(one.record().id(), judged(one, states, allStates)));
                records.forEach(record -> states.storedAs(record.id())
                        .ifPresent(receipt -> items.put(record.id(), new RetryItem.Stored(record, receipt))));
                return records.stream().map(record -> items.get(record.id())).toList();
            }
        });
    }

    /**
     * Bodies are refused in the order of receipt, and alerts set aside in that of their webhooks, but later, when they
     * are routed: so only where one kind meets the other their times decide, because the wall clock may have been set
     * back.
     */
    private static List<Quarantined> inOrderOfReceipt(List<Quarantined> asked) {
        SortedMap<Integer, List<Quarantined>> partitions = asked.stream()
                .sorted(Comparator.comparing(record -> record.id().place()))
                .collect(Collectors.groupingBy(record -> record.id().partition(), TreeMap::new, Collectors.toList()));
        List<Quarantined> ordered = new ArrayList<>();
        for (List<Quarantined> records : partitions.values()) {
            Deque<Quarantined> setAside = new ArrayDeque<>(records);
            setAside.removeIf(record -> !record.wasSetAside());
            for (Quarantined record : records) {
                if (!record.wasSetAside()) {
                    while (!setAside.isEmpty()
                            && !setAside.element().receivedAt().isAfter(record.receivedAt())) {
                        ordered.add(setAside.remove());
                    }
                    ordered.add(record);
                }
            }
            ordered.addAll(setAside);
        }
        return ordered;
    }

    /**
     * Stores what the plan has as readable, in order, and records the resolutions.
     *
     * @return the receipts of the webhooks, by the ids of the records they were made of
     * @throws StartException if Kafka does not answer, or partitions are being raised, and none is stored
     */
    Executed<Map<String, String>> retry(List<RetryItem> plan, String by, String reason)
            throws StartException, InterruptedException {
        Map<String, String> receipts = new LinkedHashMap<>();
        try {
            retry(plan, by, reason, receipts);
            return new Executed<>(receipts, Optional.empty());
        } catch (StartException e) {
            if (receipts.isEmpty()) {
                throw e;
            }
            long due = plan.stream().filter(QuarantineRetryCommand::isStored).count();
            return new Executed<>(
                    receipts,
                    Optional.of(e.getMessage() + "; " + receipts.size() + " of " + due
                            + " were stored before that, and perhaps one more, which a further retry finds"));
        }
    }

    private void retry(List<RetryItem> plan, String by, String reason, Map<String, String> receipts)
            throws StartException, InterruptedException {
        ledger.asking(offsets -> {
            try (AgreedPartitions partitions = new AgreedPartitions(clients, names);
                    TopicWriter writer = new TopicWriter(clients)) {
                for (RetryItem item : plan) {
                    Optional<String> receipt = receipt(item, partitions, writer);
                    if (receipt.isPresent()) {
                        String id = item.record().id().toString();
                        // It is stored from here on: if the decision is not, the next retry only adds that.
                        receipts.put(id, receipt.get());
                        Resolutions.write(
                                writer,
                                names.quarantine(),
                                item.record().key(),
                                Resolution.retried(id, by, clock.instant(), reason, receipt.get()));
                    }
                }
                return true;
            }
        });
    }

    private Optional<String> receipt(RetryItem item, AgreedPartitions partitions, TopicWriter writer)
            throws StartException, ExecutionException, InterruptedException {
        if (item instanceof RetryItem.Stored stored) {
            return Optional.of(stored.receipt());
        }
        return item instanceof RetryItem.Readable readable
                ? Optional.of(store(readable, partitions, writer).toString())
                : Optional.empty();
    }

    /** Stores a webhook as the intake does. */
    private ReceiptId store(RetryItem.Readable item, AgreedPartitions partitions, TopicWriter writer)
            throws StartException, ExecutionException, InterruptedException {
        Quarantined record = item.record();
        String nonce = nonces.next();
        WebhookRecord webhook = new WebhookRecord(
                ReceiptId.unplaced(nonce),
                record.integration(),
                record.source(),
                clock.instant(),
                record.mediaType(),
                Optional.empty(),
                Optional.of(record.id()),
                item.body());
        RecordMetadata written = writer.begin(
                        names.webhooks(), partitions.of(record.integration()), webhook.retried(record))
                .get();
        return new ReceiptId(Topic.WEBHOOKS, written.partition(), written.offset(), nonce);
    }

    /** The result that follows without reading the body; empty if the body decides. */
    private Optional<RetryItem> unread(Quarantined record) {
        if (record.kind() == Kind.STRAY) {
            return Optional.of(new RetryItem.Stray(record));
        }
        if (record.kind() == Kind.UNROUTED) {
            return Optional.of(new RetryItem.Accepted(record, record.receipt().orElse("")));
        }
        return ledger.config().integration(record.integration()).isPresent()
                ? Optional.empty()
                : Optional.of(new RetryItem.Unreadable(
                        record,
                        "it was received through the integration " + record.integration()
                                + ", which the configuration does not have"));
    }

    private Optional<Read> read(
            TopicReader reader, Quarantined record, Optional<PresetReader> preset, Map<ReceiptId, RetryItem> items) {
        Optional<byte[]> body = reader.at(
                        names.quarantine(), record.id().partition(), record.id().offset())
                .map(StoredRecord::value);
        if (body.isEmpty()) {
            items.put(record.id(), new RetryItem.Unreadable(record, "it was deleted for its age"));
            return Optional.empty();
        }
        try {
            PresetReader.Conversion reading = preset.isPresent()
                    ? preset.get().read(body.get())
                    : new PresetReader.Conversion(body.get(), List.of());
            return Optional.of(new Read(record, reading.body(), alerts(record, reading.body()), reading.notes()));
        } catch (UnreadableWebhookException e) {
            items.put(record.id(), new RetryItem.Unreadable(record, String.valueOf(e.getMessage())));
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            // It may be in quarantine because it makes the relay fail: that keeps no other one there.
            items.put(
                    record.id(),
                    new RetryItem.Unreadable(
                            record,
                            "the relay failed to read it: " + e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }

    private List<RetryAlert> alerts(Quarantined record, byte[] body) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipelines.pipeline(record.integration()).orElseThrow();
        List<RetryAlert> alerts = new ArrayList<>();
        pipeline.reader()
                .read(Sender.ofWord(record.source()), body)
                .understood()
                .forEach((index, alert) -> {
                    Facts facts = pipeline.facts(alert);
                    alerts.add(
                            RetryAlert.of(index, alert, facts, pipeline.rules().decide(facts)));
                });
        return alerts;
    }

    private LaterStates states(TopicReader reader, List<Quarantined> records, List<Read> read, AuditProgress progress) {
        LaterStates states = new LaterStates(
                pipelines,
                records.stream().map(Quarantined::name).collect(Collectors.toSet()),
                read.stream()
                        .flatMap(one -> one.alerts().stream())
                        .map(RetryAlert::alertKey)
                        .collect(Collectors.toSet()));
        records.stream()
                .filter(record -> record.kind() == Kind.REFUSED || record.kind() == Kind.SET_ASIDE)
                .map(Quarantined::receivedAt)
                .min(Comparator.naturalOrder())
                // Earlier if the wall clock was set back since: then so are the retries.
                .map(oldest -> Collections.min(List.of(oldest, clock.instant())))
                .ifPresent(oldest -> states.read(reader, names, oldest.minus(RecordTimes.MARGIN), progress));
        return states;
    }

    private RetryItem judged(Read read, LaterStates states, boolean allStates) {
        List<RetryAlert> alerts = new ArrayList<>();
        Set<Integer> leftOut = new HashSet<>();
        for (RetryAlert alert : read.alerts()) {
            Optional<String> newer = states.after(read.record(), alert.alertKey());
            boolean known = states.reachBackTo(read.record().receivedAt());
            boolean left = (newer.isPresent() || !known) && !allStates;
            alerts.add(alert.judged(newer, left));
            if (left) {
                leftOut.add(alert.index());
            }
        }
        if (leftOut.size() == alerts.size()) {
            return new RetryItem.Outdated(read.record(), alerts);
        }
        try {
            // With the alerts that still can't be read: they are set aside again.
            byte[] body = leftOut.isEmpty() ? read.body() : AlertSelection.without(read.body(), leftOut);
            return new RetryItem.Readable(read.record(), body, alerts, read.notes());
        } catch (UnreadableWebhookException e) {
            return new RetryItem.Unreadable(read.record(), String.valueOf(e.getMessage()));
        }
    }

    private record Read(Quarantined record, byte[] body, List<RetryAlert> alerts, List<String> notes) {}
}
