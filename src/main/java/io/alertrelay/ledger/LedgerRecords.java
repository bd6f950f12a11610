package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Settlement;
import java.nio.charset.StandardCharsets;

/** How settlements are written: the values of the receipts and dead-letters topics, as JSON. */
public final class LedgerRecords {

    /** The value of a receipt: how one delivery ended. */
    public byte[] receipt(Settlement settlement) {
        ObjectNode receipt = common(settlement);
        if (settlement instanceof Settlement.Delivered delivered) {
            receipt.put("outcome", "delivered");
            delivered.requestId().ifPresent(id -> receipt.put("flashduty_request_id", id));
        } else if (settlement instanceof Settlement.DeadLettered deadLettered) {
            receipt.put("outcome", "dead-lettered")
                    .put("reason", deadLettered.reason().word())
                    .put("cause", deadLettered.cause());
        }
        return bytes(receipt);
    }

    /** The value of a dead letter: the event as it was sent, why it was given up, and each attempt that is known. */
    public byte[] deadLetter(Settlement.DeadLettered settlement) {
        ObjectNode letter = common(settlement);
        letter.put("reason", settlement.reason().word())
                .put("cause", settlement.cause())
                .put("event", new String(settlement.delivery().event(), StandardCharsets.UTF_8));
        ArrayNode history = letter.putArray("history");
        settlement
                .history()
                .forEach(attempt ->
                        history.addObject().put("at", attempt.at().toString()).put("answer", attempt.answer()));
        return bytes(letter);
    }

    private static ObjectNode common(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        return JsonNodeFactory.instance
                .objectNode()
                .put("receipt", delivery.receipt())
                .put("index", delivery.index())
                .put("channel", delivery.channel())
                .put("integration", delivery.integration())
                .put("alert_key", delivery.alertKey())
                .put("status", delivery.status().word())
                .put("severity", delivery.severity().word())
                .put("rules", delivery.rules())
                .put("why", delivery.why())
                .put("received_at", delivery.receivedAt().toString())
                .put("settled_at", settlement.at().toString())
                .put("attempts", settlement.attempts())
                .put("offset", delivery.offset());
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
