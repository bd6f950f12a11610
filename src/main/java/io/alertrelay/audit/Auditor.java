package io.alertrelay.audit;

import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.HandedOver;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Audits the records: is everything that was accepted accounted for? The webhooks, and what replays handed over, must
 * be added last; then the report can be made.
 *
 * <p>The relay may be running meanwhile, so whatever implies something else must have been read before it: first the
 * committed offsets ({@link CommittedProgress}), then the end of the receipts, then the ends of the channels' topics,
 * of the dead letters and of the quarantine, and last the end of the webhooks. A delivery that is settled in between is
 * then pending, never unaccounted for, and no receipt is without its delivery.
 */
final class Auditor {
    /** Its record could not be read as a delivery: it is in quarantine. */
    private static final String QUARANTINED = "quarantined";

    private final AuditRecords records;
    private final CommittedProgress progress;
    private final Horizons horizons;
    private final Set<DeliveryId> notLetInYet = new HashSet<>();
    private final Map<String, Long> deadLettered = new TreeMap<>();
    private final Map<String, Long> superseded = new TreeMap<>();
    private Optional<Instant> oldest = Optional.empty();
    private long webhooks;
    private long notRoutedYet;
    private long tooOld;
    private long alerts;
    private long due;
    private long delivered;
    private long pending;
    private long passedUnsettled;
    private long beyondRetention;

    Auditor(AuditRecords records, CommittedProgress progress, Horizons horizons) {
        this.records = records;
        this.progress = progress;
        this.horizons = horizons;
    }

    /** Adds an accepted webhook. */
    void webhook(AcceptedWebhook webhook) {
        if (!records.scope().covers(webhook.receivedAt())) {
            return;
        }
        webhooks++;
        if (oldest.isEmpty() || webhook.receivedAt().isBefore(oldest.get())) {
            oldest = Optional.of(webhook.receivedAt());
        }
        // Of a body that can't be read, as many as have left traces; at least one is missed.
        int count = webhook.alerts().orElseGet(() -> known(webhook.receipt()));
        alerts += count;
        if (!progress.routed(webhook.partition(), webhook.offset())) {
            notRoutedYet++;
        } else if (!records.quarantine().hasWebhook(webhook.receipt())) {
            int wanted = webhook.alerts().isPresent() ? count : Math.max(1, count);
            List<Integer> nowhere = IntStream.range(0, wanted)
                    .filter(index -> !records.hasTraceOf(webhook.receipt(), index))
                    .boxed()
                    .toList();
            if (horizons.trace(webhook.storedAt())) {
                nowhere.forEach(index -> nowhere(webhook.receipt(), index));
            } else if (!nowhere.isEmpty()) {
                tooOld++;
            }
        }
    }

    /** Adds an event that a replay handed over. */
    void handedOver(HandedOver event) {
        if (!records.scope().covers(event.receivedAt()) || records.hasDelivery(event.id())) {
            return;
        }
        if (!progress.letIn(event.partition(), event.offset())) {
            notLetInYet.add(event.id());
        } else if (horizons.trace(event.id().channel(), event.storedAt())) {
            records.findings()
                    .add(
                            Finding.Kind.NOT_LET_IN,
                            event.id().toString(),
                            "the routing stage has passed offset " + event.offset() + " of partition "
                                    + event.partition() + " of the replayed events, but "
                                    + event.id().channel()
                                    + " has no such delivery");
        }
    }

    /** The report. To be called once. */
    AuditReport report() {
        for (int i = 0; i < records.deliveries().size(); i++) {
            delivery(i, records.deliveries().get(i));
        }
        for (int i = 0; i < records.alertCount(); i++) {
            fanOut(records.alertId(i), records.alert(i));
        }
        return new AuditReport(
                records.scope(),
                oldest,
                horizons.webhooks(),
                records.refused(),
                new AuditReport.Webhooks(webhooks, notRoutedYet, tooOld),
                alerts,
                new AuditReport.Deliveries(
                        due,
                        delivered,
                        deadLettered,
                        records.deadLettersResolved(),
                        superseded,
                        pending,
                        notLetInYet.size(),
                        passedUnsettled,
                        beyondRetention),
                records.quarantine().counts(),
                records.repeats(),
                records.findings().counts(),
                records.findings().kept());
    }

    /** How many alerts of the webhook have left traces, from the first one on without a gap. */
    private int known(String receipt) {
        int count = 0;
        while (records.hasTraceOf(receipt, count)) {
            count++;
        }
        return count;
    }

    private void nowhere(String receipt, int index) {
        records.findings()
                .add(
                        Finding.Kind.NOT_ROUTED,
                        receipt + "/" + index,
                        "the webhook counts as routed, but this alert has neither a delivery nor a quarantine record");
    }

    private void delivery(int number, DeliveryEntry entry) {
        if (entry.isDue() || entry.isUnstored()) {
            due++;
            entry.outcome().ifPresentOrElse(outcome -> count(outcome, entry.reason()), () -> unsettled(number, entry));
        } else if (mustHaveARecord(entry)) {
            records.findings()
                    .add(
                            Finding.Kind.RECEIPT_WITHOUT_DELIVERY,
                            records.deliveryId(number),
                            "settled as " + entry.outcome().map(Outcome::word).orElse("?") + ", but the topic of "
                                    + entry.channel() + " has no such delivery"
                                    + (entry.offset() < 0 ? "" : " (the receipt says offset " + entry.offset() + ")"));
        }
        if (entry.outcome().filter(o -> o == Outcome.DEAD_LETTERED).isPresent()
                && !entry.hasDeadLetter()
                && horizons.deadLetters().surely(Instant.ofEpochMilli(entry.settledAt()))) {
            records.findings()
                    .add(
                            Finding.Kind.DEAD_LETTER_MISSING,
                            records.deliveryId(number),
                            "its receipt says dead-lettered (" + entry.reason() + "), but there is no dead letter");
        }
    }

    private void count(Outcome outcome, String reason) {
        switch (outcome) {
            case DELIVERED -> delivered++;
            case DEAD_LETTERED -> deadLettered.merge(reason, 1L, Long::sum);
            case SUPERSEDED -> superseded.merge(reason, 1L, Long::sum);
        }
    }

    private void unsettled(int number, DeliveryEntry entry) {
        if (!progress.passed(entry.channel(), entry.partition(), entry.offset())) {
            pending++;
        } else if (records.isDeliveryQuarantined(number)) {
            deadLettered.merge(QUARANTINED, 1L, Long::sum);
        } else if (horizons.receipts().surely(Instant.ofEpochMilli(entry.storedAt()))) {
            passedUnsettled++;
            records.findings()
                    .add(
                            Finding.Kind.PASSED_UNSETTLED,
                            records.deliveryId(number),
                            "the group of channel " + entry.channel() + " has passed its offset " + entry.offset()
                                    + ", but it has no receipt");
        } else {
            beyondRetention++;
        }
    }

    private boolean mustHaveARecord(DeliveryEntry entry) {
        RetainedOffsets topic = horizons.channels().get(entry.channel());
        if (topic == null) {
            return false;
        }
        return entry.offset() < 0
                ? topic.surely(Instant.ofEpochMilli(entry.storedAt()))
                : topic.surely(entry.partition(), entry.offset());
    }

    private void fanOut(String alert, AlertEntry entry) {
        List<List<String>> fanOuts = entry.fanOuts();
        String receipt = alert.substring(0, alert.lastIndexOf('/'));
        boolean routed = ReceiptId.parse(receipt)
                .map(id -> progress.routed(id.partition(), id.offset()))
                .orElse(false);
        if (!routed
                || fanOuts.isEmpty()
                || fanOuts.stream().anyMatch(f -> missing(alert, f).isEmpty())) {
            return;
        }
        List<String> wanted = fanOuts.get(fanOuts.size() - 1);
        for (String channel : missing(alert, wanted)) {
            if (horizons.trace(channel, Instant.ofEpochMilli(entry.storedAt()))) {
                records.findings()
                        .add(
                                Finding.Kind.FAN_OUT_INCOMPLETE,
                                alert + "/" + channel,
                                "the alert was routed to " + String.join(", ", wanted) + ", but " + channel
                                        + (horizons.channels().containsKey(channel) ? "" : ", which has no topic,")
                                        + " has no such delivery");
            }
        }
    }

    private List<String> missing(String alert, List<String> channels) {
        return channels.stream().filter(c -> !records.hasDelivery(alert, c)).toList();
    }

    /**
     * A record of the webhooks topic, without the body.
     *
     * @param alerts in its body; empty if the body can't be read any more, or its integration is not configured any
     *     more
     */
    record AcceptedWebhook(
            String receipt, int partition, long offset, Instant receivedAt, Instant storedAt, OptionalInt alerts) {}
}
