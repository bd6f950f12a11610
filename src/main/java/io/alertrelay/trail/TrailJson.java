package io.alertrelay.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.trail.Trail.DeliveryTrail;
import io.alertrelay.trail.Trail.End;
import java.util.List;

/** A trail as JSON: what the management API answers, and what the command prints with {@code --json}. */
public final class TrailJson {
    /** The fields that are copied from a receipt. */
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
    /** The fields that are copied from a later receipt of the same delivery. */
    private static final List<String> OF_A_LATER_RECEIPT =
            List.of("outcome", "reason", "superseded_by", "attempts", "settled_at", "relay", "assignment");

    private TrailJson() {}

    /** The whole trail. */
    public static ObjectNode of(Trail trail) {
        return Json.of(trail);
    }

    /** One delivery of it. */
    static ObjectNode of(DeliveryTrail delivery) {
        DeliveryId id = delivery.id();
        ObjectNode node = Json.of(
                new Due(id.text(), id.channel(), id.replay(), delivery.why(), delivery.rules(), state(delivery.end())));
        if (delivery.end() instanceof End.Settled settled) {
            OF_THE_RECEIPT.stream()
                    .filter(settled.receipt()::hasNonNull)
                    .forEach(field -> node.set(field, settled.receipt().get(field)));
            if (!settled.later().isEmpty()) {
                ArrayNode later = node.putArray("later_receipts");
                settled.later().forEach(receipt -> later.add(receipt.deepCopy().retain(OF_A_LATER_RECEIPT)));
            }
        } else if (delivery.end() instanceof End.Waiting waiting) {
            node.setAll(Json.of(waiting));
        }
        delivery.deadLetter().ifPresent(letter -> node.set("dead_letter", Json.of(letter)));
        return node;
    }

    private static String state(End end) {
        if (end instanceof End.Settled settled) {
            return settled.outcome().word();
        }
        if (end instanceof End.Waiting) {
            return "waiting";
        }
        return end instanceof End.TooOld ? "too-old" : "unaccounted";
    }

    private record Due(
            String id,
            String channel,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String replay,
            String why,
            String rules,
            String state) {}
}
