package io.alertrelay.trail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import io.alertrelay.trail.Trail.End;
import java.util.List;

/** A trail as JSON: what the management API answers, and what the command prints with {@code --json}. */
public final class TrailJson {
    /** What is taken over from a receipt as it stands. */
    private static final List<String> OF_THE_RECEIPT = List.of(
            "answer",
            "flashduty_request_id",
            "reason",
            "cause",
            "superseded_by",
            "attempts",
            "unanswered",
            "first_attempt_at",
            "settled_at",
            "relay",
            "assignment");
    /** What is taken over from a later receipt of the same delivery. */
    private static final List<String> OF_A_LATER_RECEIPT =
            List.of("outcome", "reason", "superseded_by", "attempts", "settled_at", "relay", "assignment");

    private TrailJson() {}

    /** All of the trail. */
    public static ObjectNode of(Trail trail) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("request_id", trail.receipt());
        trail.accepted().ifPresent(accepted -> root.set("accepted", Json.of(accepted)));
        trail.quarantined().ifPresent(cause -> root.put("quarantined", cause));
        trail.resolution().ifPresent(resolution -> root.set("resolution", resolution.json()));
        root.put("routed", trail.routed());
        ArrayNode alerts = root.putArray("alerts");
        trail.alerts().forEach(alert -> alert(alert, alerts.addObject()));
        return root;
    }

    private static void alert(AlertTrail alert, ObjectNode node) {
        node.put("index", alert.index()).put("status", alert.status()).put("severity", alert.severity());
        if (!alert.title().isEmpty()) {
            node.put("title", alert.title());
        }
        node.put("alert_key", alert.alertKey());
        alert.setAside().ifPresent(setAside -> {
            ObjectNode kept =
                    node.putObject("set_aside").put("id", setAside.id()).put("cause", setAside.cause());
            setAside.resolution().ifPresent(resolution -> kept.set("resolution", resolution.json()));
        });
        ArrayNode deliveries = node.putArray("deliveries");
        alert.deliveries().forEach(delivery -> delivery(delivery, deliveries.addObject()));
    }

    private static void delivery(DeliveryTrail delivery, ObjectNode node) {
        node.put("id", delivery.id().text()).put("channel", delivery.id().channel());
        if (!delivery.id().replay().isEmpty()) {
            node.put("replay", delivery.id().replay());
        }
        node.put("why", delivery.why()).put("rules", delivery.rules());
        if (delivery.end() instanceof End.Settled settled) {
            node.put("state", settled.outcome().word());
            OF_THE_RECEIPT.stream()
                    .filter(settled.receipt()::hasNonNull)
                    .forEach(field -> node.set(field, settled.receipt().get(field)));
            if (!settled.later().isEmpty()) {
                ArrayNode later = node.putArray("later_receipts");
                settled.later().forEach(receipt -> later.add(receipt.deepCopy().retain(OF_A_LATER_RECEIPT)));
            }
        } else if (delivery.end() instanceof End.Waiting waiting) {
            node.put("state", "waiting").put("ahead", waiting.ahead());
            waiting.what().ifPresent(what -> node.put("waits_for", what));
        } else {
            node.put("state", "unaccounted");
        }
        delivery.deadLetter().ifPresent(letter -> {
            ObjectNode kept =
                    node.putObject("dead_letter").put("id", letter.id().toString());
            letter.resolution().ifPresent(resolution -> kept.set("resolution", resolution.json()));
        });
    }
}
