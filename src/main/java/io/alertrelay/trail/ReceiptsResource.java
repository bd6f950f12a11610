package io.alertrelay.trail;

import io.alertrelay.api.LedgerAccess;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.record.ReceiptId;
import java.util.Optional;

/** {@code GET /api/v1/receipts/<request_id>}: what happened to a webhook. */
public record ReceiptsResource(LedgerAccess access) implements Api.Resource {
    @Override
    public ApiAnswer get(String item) {
        Optional<ReceiptId> receipt = ReceiptId.parse(item);
        if (receipt.isEmpty()) {
            return ApiAnswer.error(
                    400,
                    "InvalidRequestId",
                    "expected a request_id such as w0-17-7k3m9qxr2ztc5vbn, found "
                            + (item.isEmpty() ? "none" : "another text"));
        }
        return access.answer(ledger -> Trails.find(ledger, receipt.get())
                .map(trail -> ApiAnswer.ok(TrailJson.of(trail)))
                .orElseGet(() -> ApiAnswer.error(
                        404,
                        "UnknownRequestId",
                        "nothing is known of " + receipt.get()
                                + ": it was never given, or all of it was deleted for its age")));
    }
}
