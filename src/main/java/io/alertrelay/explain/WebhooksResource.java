package io.alertrelay.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.api.QueryParameters;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.json.Json;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.trail.WebhookPart;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /api/v1/webhooks/<request_id>}: what was received, and where it goes by the current rules and went by the
 * former ones, {@code …/<request_id>/<index>} of one alert only; {@code …/webhooks/count/<from>/<to>}: how many were
 * received, in equal parts of that period.
 */
public record WebhooksResource(LedgerAccess access) implements Api.Resource {
    private static final String COUNT = "count/";
    private static final int PARTS = 96;

    @Override
    public ApiAnswer get(String item) {
        return item.startsWith(COUNT) ? count(item.substring(COUNT.length())) : webhook(item);
    }

    private ApiAnswer webhook(String item) {
        Optional<String> refused = WebhookPart.refused(item);
        if (refused.isPresent()) {
            return ApiAnswer.error(404, "RefusedRequest", refused.get());
        }
        return access.answer(ledger -> {
            WebhookPart asked = WebhookPart.parse(item)
                    .orElseThrow(() ->
                            new InvalidQueryException("request_id", "expected one such as w0-17-7k3m9qxr2ztc5vbn"));
            PastWebhooks past = new PastWebhooks(ledger);
            Optional<WebhookRecord> found = past.find(asked.webhook());
            if (found.isEmpty()) {
                return ApiAnswer.error(
                        404,
                        "UnknownRequestId",
                        "there is no webhook " + asked.webhook() + ", or it is not kept any more");
            }
            WebhookRecord webhook = found.get();
            Optional<ObjectNode> explained = Optional.empty();
            Optional<String> why = Optional.empty();
            try {
                Optional<PastWebhook> explanation = past.explain(asked);
                if (explanation.filter(one -> !one.hasAsked()).isPresent()) {
                    return ApiAnswer.error(
                            404,
                            "UnknownAlert",
                            "the webhook " + asked.webhook() + " has no alert "
                                    + asked.index().getAsInt());
                }
                explained = explanation.map(ExplanationJson::of);
            } catch (UnreadableWebhookException | StartException e) {
                why = Optional.ofNullable(e.getMessage());
            }
            return ApiAnswer.ok(Json.withBody(Json.of(ReceivedWebhook.of(webhook, explained, why)), webhook.body()));
        });
    }

    private ApiAnswer count(String period) {
        return access.answer(ledger -> {
            String[] times = period.split("/", 2);
            if (times.length < 2) {
                throw new InvalidQueryException(
                        "from and to", "expected count/<from>/<to>, each a time such as 2026-11-22T02:00:00Z");
            }
            Scope scope = QueryParameters.period(Optional.of(times[0]), Optional.of(times[1]));
            Instant from = scope.from().orElseThrow();
            Instant to = scope.to().orElseThrow();
            List<Long> counts = new PastWebhooks(ledger).counts(from, to, PARTS);
            return ApiAnswer.ok(Json.of(new WebhookCounts(from, to, counts)));
        });
    }

    /** @param notExplained why it can't be explained */
    private record ReceivedWebhook(
            String requestId,
            String integration,
            String sender,
            Instant receivedAt,
            Optional<ObjectNode> explained,
            Optional<String> notExplained) {
        private static ReceivedWebhook of(
                WebhookRecord webhook, Optional<ObjectNode> explained, Optional<String> notExplained) {
            return new ReceivedWebhook(
                    webhook.receipt().toString(),
                    webhook.integration(),
                    Sender.ofWord(webhook.source()).word(),
                    webhook.receivedAt(),
                    explained,
                    notExplained);
        }
    }

    /** @param webhooks how many were received in each part of the period */
    private record WebhookCounts(Instant from, Instant to, List<Long> webhooks) {}
}
