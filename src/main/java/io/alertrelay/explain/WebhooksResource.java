package io.alertrelay.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.json.Json;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.WebhookRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code GET /api/v1/webhooks/<request_id>}: what was received, and where it goes by the current rules and went by the
 * former ones; {@code …/webhooks/count/<from>/<to>}: how many were received, in equal parts of that period.
 */
public record WebhooksResource(LedgerAccess access) implements Api.Resource {
    private static final String COUNT = "count/";
    private static final int PARTS = 96;

    @Override
    public ApiAnswer get(String item) {
        return item.startsWith(COUNT) ? count(item.substring(COUNT.length())) : webhook(item);
    }

    private ApiAnswer webhook(String item) {
        return access.answer(ledger -> {
            ReceiptId id = ReceiptId.parse(item)
                    .orElseThrow(() ->
                            new InvalidQueryException("request_id", "expected one such as w0-17-7k3m9qxr2ztc5vbn"));
            PastWebhooks past = new PastWebhooks(ledger);
            Optional<WebhookRecord> found = past.find(id);
            if (found.isEmpty()) {
                return ApiAnswer.error(
                        404, "UnknownRequestId", "there is no webhook " + id + ", or it is not kept any more");
            }
            WebhookRecord webhook = found.get();
            ObjectNode root = JsonNodeFactory.instance
                    .objectNode()
                    .put("request_id", webhook.receipt().toString())
                    .put("integration", webhook.integration())
                    .put("sender", Sender.ofWord(webhook.source()).word())
                    .put("received_at", webhook.receivedAt().toString());
            try {
                past.explain(id).ifPresent(one -> root.set("explained", ExplanationJson.of(one)));
            } catch (UnreadableWebhookException | StartException e) {
                root.put("not_explained", e.getMessage());
            }
            return ApiAnswer.ok(Json.withBody(root, webhook.body()));
        });
    }

    private ApiAnswer count(String period) {
        return access.answer(ledger -> {
            try {
                String[] times = period.split("/", 2);
                Instant from = Instant.parse(times[0]);
                Instant to = Instant.parse(times.length == 2 ? times[1] : "");
                if (!from.isBefore(to)) {
                    throw new InvalidQueryException("from", "expected a time before the other one");
                }
                ObjectNode root = JsonNodeFactory.instance
                        .objectNode()
                        .put("from", from.toString())
                        .put("to", to.toString());
                ArrayNode counts = root.putArray("webhooks");
                new PastWebhooks(ledger).counts(from, to, PARTS).forEach(counts::add);
                return ApiAnswer.ok(root);
            } catch (DateTimeException e) {
                throw new InvalidQueryException(
                        "from and to", "expected count/<from>/<to>, each a time such as 2026-11-22T02:00:00Z");
            }
        });
    }
}
