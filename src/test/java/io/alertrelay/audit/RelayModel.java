package io.alertrelay.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.audit.Auditor.AcceptedWebhook;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.HandedOver;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/** What the topics hold after a relay without faults was at work for a while; a test then spoils something of it. */
final class RelayModel {
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final List<String> CHANNELS = List.of("payments", "platform", "值班");

    final List<AcceptedWebhook> webhooks = new ArrayList<>();
    final List<DueDelivery> due = new ArrayList<>();
    final List<SettledDelivery> receipts = new ArrayList<>();
    final List<DeliveryId> deadLetters = new ArrayList<>();
    final List<Resolution> resolutions = new ArrayList<>();
    final List<String> quarantined = new ArrayList<>();
    final List<Resolution> quarantineResolutions = new ArrayList<>();
    final List<HandedOver> handedOver = new ArrayList<>();
    final Map<Integer, Long> routing = new HashMap<>();
    final Map<Integer, Long> letIn = new HashMap<>();
    final Map<String, Map<Integer, Long>> committed = new HashMap<>();
    final Map<String, RetainedOffsets> kept = new HashMap<>();
    RetainedOffsets receiptsKept = RetainedOffsets.ALL;
    RetainedOffsets quarantineKept = RetainedOffsets.ALL;
    Map<Integer, Long> webhookStarts = Map.of();
    Scope scope = Scope.ALL;
    private final Map<String, Long> ends = new TreeMap<>();

    /** A relay that routed all but the last webhooks and settled all but the last deliveries. */
    static RelayModel of(long seed, int webhooks) {
        RelayModel model = new RelayModel();
        Random random = new Random(seed);
        for (int i = 0; i < webhooks; i++) {
            model.webhook(random, i);
        }
        long[] routed = {0, 0};
        for (AcceptedWebhook webhook : model.webhooks.subList(0, webhooks - 2)) {
            routed[webhook.partition()] = Math.max(routed[webhook.partition()], webhook.offset() + 1);
        }
        model.routing.putAll(Map.of(0, routed[0], 1, routed[1]));
        model.settle(random);
        return model;
    }

    private void webhook(Random random, int number) {
        int alerts = 1 + random.nextInt(4);
        Instant at = START.plusSeconds(60L * number);
        AcceptedWebhook webhook = new AcceptedWebhook(
                "w%d-%d-%016d".formatted(number % 2, number / 2, random.nextInt(1_000_000)),
                number % 2,
                number / 2,
                at,
                at.plusMillis(5),
                OptionalInt.of(alerts));
        webhooks.add(webhook);
        for (int index = 0; index < alerts; index++) {
            if (index == 3) {
                quarantined.add(webhook.receipt());
                continue;
            }
            List<String> fanOut = CHANNELS.subList(random.nextInt(2), 2 + random.nextInt(2));
            for (String channel : fanOut) {
                due(webhook, index, channel, fanOut);
            }
        }
    }

    private void due(AcceptedWebhook webhook, int index, String channel, List<String> fanOut) {
        long offset = ends.merge(channel, 1L, Long::sum) - 1;
        due.add(new DueDelivery(
                new DeliveryId(new AlertRef(WebhookReceipts.webhook(webhook.receipt()), index), channel, ""),
                webhook.receivedAt(),
                webhook.storedAt().plusMillis(20),
                0,
                offset,
                "arms:" + index,
                "firing",
                "Critical",
                "rules-1",
                "case 1",
                fanOut));
    }

    private void settle(Random random) {
        for (String channel : CHANNELS) {
            List<DueDelivery> all =
                    due.stream().filter(d -> d.id().channel().equals(channel)).toList();
            int settled = all.size() - 3;
            committed.put(channel, Map.of(0, (long) settled));
            kept.put(channel, RetainedOffsets.ALL);
            all.subList(0, settled)
                    .forEach(d -> settled(d, Outcome.values()[random.nextInt(20) < 18 ? 0 : 1 + random.nextInt(2)]));
        }
    }

    void settled(DueDelivery delivery, Outcome outcome) {
        receipts.add(receipt(delivery, outcome));
        if (outcome == Outcome.DEAD_LETTERED) {
            deadLetters.add(delivery.id());
        }
    }

    static SettledDelivery receipt(DueDelivery delivery, Outcome outcome) {
        return receipt(delivery, outcome, JsonNodeFactory.instance.objectNode());
    }

    static SettledDelivery receipt(DueDelivery delivery, Outcome outcome, ReceiptWriter writer) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("relay", writer.relay());
        writer.assignment().ifPresent(generation -> value.put("assignment", generation));
        return receipt(delivery, outcome, value);
    }

    private static SettledDelivery receipt(DueDelivery delivery, Outcome outcome, ObjectNode value) {
        String reason = switch (outcome) {
            case DELIVERED -> "";
            case DEAD_LETTERED -> "refused";
            case SUPERSEDED -> "reminder";
        };
        return new SettledDelivery(
                delivery.id(),
                delivery.receivedAt(),
                delivery.storedAt().plusSeconds(1),
                delivery.partition(),
                delivery.offset(),
                outcome,
                reason,
                value);
    }

    AuditReport audit() {
        AuditRecords records = new AuditRecords(scope, webhookStarts);
        due.forEach(records::due);
        receipts.forEach(records::settled);
        for (int i = 0; i < deadLetters.size(); i++) {
            records.deadLetter(new DeadLetterId(new Place(0, i)).toString(), deadLetters.get(i));
        }
        resolutions.forEach(records::resolved);
        webhooks.stream()
                .filter(w -> quarantined.contains(w.receipt()))
                .forEach(w -> records.quarantine().webhook("of " + w.receipt(), w.receipt(), w.receivedAt()));
        quarantineResolutions.forEach(records.quarantine()::resolved);
        Auditor auditor = new Auditor(
                records,
                new CommittedProgress(routing, letIn, committed),
                new Horizons(Optional.empty(), receiptsKept, RetainedOffsets.ALL, quarantineKept, kept));
        handedOver.forEach(auditor::handedOver);
        webhooks.forEach(auditor::webhook);
        return auditor.report();
    }
}
