package io.alertrelay.app;

import io.alertrelay.intake.ReceiptId;
import io.alertrelay.ledger.TrailJson;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;

/** {@code GET /api/v1/receipts/<request_id>}: what became of a webhook. */
final class ReceiptsResource implements Api.Resource {
    private final AtomicReference<Trails> trails = new AtomicReference<>();

    /** From now on it can look. */
    void open(Trails open) {
        trails.set(open);
    }

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
        Trails open = trails.get();
        if (open == null) {
            return ApiAnswer.error(503, "Starting", "the relay is starting");
        }
        try {
            return open.find(receipt.get())
                    .map(trail -> ApiAnswer.ok(TrailJson.of(trail)))
                    .orElseGet(() -> ApiAnswer.error(
                            404,
                            "UnknownRequestId",
                            "nothing is known of " + receipt.get()
                                    + ": it was never given, or all of it was deleted for its age"));
        } catch (ExecutionException | KafkaException e) {
            return ApiAnswer.error(503, "KafkaAway", "Kafka does not answer now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        }
    }
}
