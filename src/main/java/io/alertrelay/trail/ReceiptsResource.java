package io.alertrelay.trail;

import io.alertrelay.api.LedgerAccess;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.util.Optional;

/** {@code GET /api/v1/receipts/<request_id>}: what happened to a webhook; {@code …/<index>}: to one alert of it. */
public record ReceiptsResource(LedgerAccess access) implements Api.Resource {
    @Override
    public ApiAnswer get(String item) {
        Optional<WebhookPart> asked = WebhookPart.parse(item);
        Optional<String> refused = WebhookPart.refused(item);
        if (refused.isPresent()) {
            return ApiAnswer.error(404, "RefusedRequest", refused.get());
        }
        if (asked.isEmpty()) {
            return ApiAnswer.error(
                    400,
                    "InvalidRequestId",
                    "expected a request_id such as w0-17-7k3m9qxr2ztc5vbn, found "
                            + (item.isEmpty() ? "none" : "another text"));
        }
        return access.answer(ledger -> Trails.find(ledger, asked.get())
                .map(trail -> ApiAnswer.ok(TrailJson.of(trail)))
                .orElseGet(() -> ApiAnswer.error(
                        404,
                        "UnknownRequestId",
                        "nothing is known of " + asked.get()
                                + ": it was never given, or all of it was deleted for its age")));
    }
}
