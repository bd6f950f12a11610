package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Settlement;
import java.nio.charset.StandardCharsets;

/** How settlements are written: the values of the receipts and dead-letters topics, as JSON. */
public final class LedgerRecords {
    /**
     * The value of a receipt: how one delivery ended.
     *
     * @param writer who says so
     */
    public ObjectNode receipt(Settlement settlement, ReceiptWriter writer) {
        ObjectNode receipt = common(settlement).put("outcome", settlement.outcome());
        writer.sign(receipt);
        if (settlement instanceof Settlement.Delivered delivered) {
            delivered.requestId().ifPresent(id -> receipt.put("flashduty_request_id", id));
        } else if (settlement instanceof Settlement.DeadLettered deadLettered) {
            receipt.put("reason", deadLettered.reason().word()).put("cause", deadLettered.cause());
        } else if (settlement instanceof Settlement.Superseded superseded) {
            receipt.put("reason", superseded.reason().word()).put("superseded_by", superseded.by());
        }
        return receipt;
    }

    /** The value of a dead letter: the event as it was sent, why it was given up, and each attempt that is known. */
    public ObjectNode deadLetter(Settlement.DeadLettered settlement) {
        ObjectNode letter = common(settlement);
        letter.put("reason", settlement.reason().word())
                .put("cause", settlement.cause())
                .put("event", new String(settlement.delivery().event(), StandardCharsets.UTF_8));
        ArrayNode history = letter.putArray("history");
        settlement
                .history()
                .forEach(attempt ->
                        history.addObject().put("at", attempt.at().toString()).put("answer", attempt.answer()));
        return letter;
    }

    private static ObjectNode common(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        delivery.trace().ifPresent(trace -> record.put("trace_id", trace.traceId()));
        record.put("receipt", delivery.receipt())
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
                .put("attempts", settlement.attempts().count())
                .put("unanswered", settlement.attempts().unanswered())
                .put("partition", delivery.partition())
                .put("offset", delivery.offset());
        settlement.attempts().firstAt().ifPresent(at -> record.put("first_attempt_at", at.toString()));
        delivery.replay().ifPresent(replay -> record.put("replay", replay));
        return record;
    }
}
