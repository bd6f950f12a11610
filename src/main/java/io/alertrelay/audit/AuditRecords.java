package io.alertrelay.audit;

import io.alertrelay.reading.Scope;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The deliveries, receipts, dead letters and quarantine records of an audit. All deliveries must be added before the
 * first receipt, and all receipts before the first dead letter. Uses about 250 bytes for a delivery.
 */
final class AuditRecords {
    private final Scope scope;
    private final Map<Integer, Long> webhooks;
    private final IdTable deliveryIds = new IdTable();
    private final List<DeliveryEntry> deliveries = new ArrayList<>();
    private final IdTable alertIds = new IdTable();
    private final List<AlertEntry> alerts = new ArrayList<>();
    private final QuarantineEntries quarantine;
    private final Map<Object, Object> shared = new HashMap<>();
    private final Findings findings = new Findings();
    private final Map<String, Integer> letters = new HashMap<>();
    private final Set<Integer> resolvedDeliveries = new HashSet<>();
    private final Set<Integer> quarantinedDeliveries = new HashSet<>();
    private final Map<String, Long> deadLettersResolved = new TreeMap<>();
    private final SortedMap<EndpointRefusals.Kind, Long> refused = new TreeMap<>();
    private Instant oldestDue = Instant.MAX;
    private long repeatedRecords;
    private long repeatedReceipts;
    private long receiptsAfterTakeOver;
    private long olderReceipts;

    /** @param webhooks the first offsets that are kept in their topic: receipts of older ones are only counted */
    AuditRecords(Scope scope, Map<Integer, Long> webhooks) {
        this.scope = scope;
        this.quarantine = new QuarantineEntries(scope);
        this.webhooks = Map.copyOf(webhooks);
    }

    /** Adds a record of a channel's topic. */
    void due(DueDelivery delivery) {
        if (!scope.covers(delivery.receivedAt())) {
            return;
        }
        if (delivery.receivedAt().isBefore(oldestDue)) {
            oldestDue = delivery.receivedAt();
        }
        DeliveryEntry entry = entry(delivery.id());
        if (entry.isDue()) {
            repeatedRecords++;
        }
        entry.due(delivery);
        if (delivery.id().replay().isEmpty()) {
            AlertEntry alert = alert(delivery.id().alert().toString());
            alert.seen(delivery.storedAt().toEpochMilli(), with(alert.fanOuts(), delivery.fanOut()));
        }
    }

    /** Adds a receipt. */
    void settled(SettledDelivery receipt) {
        if (!scope.covers(receipt.receivedAt())) {
            return;
        }
        AlertRef alert = receipt.id().alert();
        if (alert.offset() < webhooks.getOrDefault(alert.partition(), 0L)
                && receipt.receivedAt().isBefore(oldestDue)) {
            olderReceipts++;
            return;
        }
        DeliveryEntry entry = entry(receipt.id());
        Optional<ReceiptWriter> writer = share(ReceiptWriter.of(receipt.value()));
        entry.outcome().ifPresent(first -> {
            if (first == receipt.outcome() || entry.isUnstored() != receipt.isUnstored()) {
                repeatedReceipts++;
            } else {
                differs(receipt, first, !writer.equals(entry.writer()));
            }
        });
        entry.settled(receipt, share(receipt.reason()), writer);
        if (receipt.id().replay().isEmpty()) {
            alert(receipt.id().alert().toString());
        }
    }

    /**
     * Adds a dead letter.
     *
     * @param letter its id, by which resolutions name it
     */
    void deadLetter(String letter, DeliveryId id) {
        int number = deliveryIds.find(key(id));
        if (number >= 0) {
            deliveries.get(number).deadLetter();
            letters.put(letter, number);
        }
    }

    /** Adds a resolution of a dead letter. If a delivery has several, the first one counts. */
    void resolved(Resolution resolution) {
        Integer number = letters.get(resolution.about());
        if (number != null && resolvedDeliveries.add(number)) {
            deadLettersResolved.merge(resolution.kind().word(), 1L, Long::sum);
        }
    }

    /**
     * Adds a record of what the endpoint refused; it counts if the last of these requests was received in the period.
     */
    void refused(EndpointRefusals refusals) {
        if (scope.covers(refusals.to())) {
            refusals.counts().forEach((kind, count) -> refused.merge(kind, count, Long::sum));
        }
    }

    SortedMap<EndpointRefusals.Kind, Long> refused() {
        return refused;
    }

    /**
     * Adds a record of a channel's topic that could not be read as the delivery that it names, and that is in
     * quarantine.
     */
    void deliveryQuarantined(DeliveryId id) {
        int number = deliveryIds.find(key(id));
        if (number >= 0) {
            quarantinedDeliveries.add(number);
        }
    }

    boolean isDeliveryQuarantined(int number) {
        return quarantinedDeliveries.contains(number);
    }

    Scope scope() {
        return scope;
    }

    /** The bodies and alerts in quarantine. */
    QuarantineEntries quarantine() {
        return quarantine;
    }

    Findings findings() {
        return findings;
    }

    /** Whether an alert left a trace: a delivery, or a record in quarantine. */
    boolean hasTraceOf(String receipt, int index) {
        return hasAlert(receipt + "/" + index) || quarantine.hasAlert(receipt, index);
    }

    boolean hasAlert(String alert) {
        return alertIds.find(alert) >= 0;
    }

    boolean hasDelivery(String alert, String channel) {
        return deliveryIds.find(alert + "/" + channel) >= 0;
    }

    boolean hasDelivery(DeliveryId id) {
        return deliveryIds.find(key(id)) >= 0;
    }

    int alertCount() {
        return alerts.size();
    }

    String alertId(int number) {
        return alertIds.text(number);
    }

    AlertEntry alert(int number) {
        return alerts.get(number);
    }

    List<DeliveryEntry> deliveries() {
        return deliveries;
    }

    /** The id of a delivery, for people. */
    String deliveryId(int number) {
        return deliveryIds.text(number).replace("\n", " of replay ");
    }

    AuditReport.Repeats repeats() {
        return new AuditReport.Repeats(repeatedRecords, repeatedReceipts, receiptsAfterTakeOver, olderReceipts);
    }

    Map<String, Long> deadLettersResolved() {
        return deadLettersResolved;
    }

    private void differs(SettledDelivery receipt, Outcome first, boolean takenOver) {
        if (takenOver) {
            receiptsAfterTakeOver++;
        } else {
            findings.add(
                    Finding.Kind.CONTRADICTORY_RECEIPTS,
                    receipt.id().toString(),
                    "first settled as " + first.word() + ", then as "
                            + receipt.outcome().word());
        }
    }

    private DeliveryEntry entry(DeliveryId id) {
        int number = deliveryIds.add(key(id));
        if (number == deliveries.size()) {
            deliveries.add(new DeliveryEntry(share(id.channel())));
        }
        return deliveries.get(number);
    }

    private AlertEntry alert(String id) {
        int number = alertIds.add(id);
        if (number == alerts.size()) {
            alerts.add(new AlertEntry());
        }
        return alerts.get(number);
    }

    private List<List<String>> with(List<List<String>> fanOuts, List<String> fanOut) {
        if (fanOut.isEmpty() || fanOuts.contains(fanOut)) {
            return fanOuts;
        }
        List<List<String>> more = new ArrayList<>(fanOuts);
        more.add(fanOut);
        return share(more);
    }

    /** One instance for all equal values. */
    @SuppressWarnings("unchecked")
    private <T> T share(T value) {
        return (T) shared.computeIfAbsent(value, v -> v);
    }

    private static String key(DeliveryId id) {
        return id.replay().isEmpty() ? id.text() : id.text() + "\n" + id.replay();
    }

    /** Counts all findings and keeps the first ones of each kind, so that a broken topic does not fill the memory. */
    static final class Findings {
        private static final int KEPT_OF_A_KIND = 1_000;

        private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        private final List<Finding> kept = new ArrayList<>();

        void add(Finding.Kind kind, String subject, String detail) {
            if (counts.merge(kind, 1L, Long::sum) <= KEPT_OF_A_KIND) {
                kept.add(new Finding(kind, subject, detail));
            }
        }

        Map<Finding.Kind, Long> counts() {
            return Collections.unmodifiableMap(counts);
        }

        List<Finding> kept() {
            return List.copyOf(kept);
        }
    }
}
