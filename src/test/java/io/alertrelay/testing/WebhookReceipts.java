package io.alertrelay.testing;

import io.alertrelay.arms.Sender;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.WebhookRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Receipts of webhooks as intake makes them, all with the same nonce. */
public final class WebhookReceipts {
    /** The nonce. */
    public static final String NONCE = "7k3m9qxr2ztc5vbn";

    private WebhookReceipts() {}

    /** That of a webhook. */
    public static ReceiptId webhook(int partition, long offset) {
        return new ReceiptId(Topic.WEBHOOKS, partition, offset, NONCE);
    }

    /** That of a webhook, by its text. */
    public static ReceiptId webhook(String text) {
        return ReceiptId.parse(text).orElseThrow();
    }

    /** A webhook of ARMS, as it is read from its topic. */
    public static WebhookRecord stored(ReceiptId receipt, String integration, Instant receivedAt, String body) {
        return new WebhookRecord(
                receipt,
                integration,
                Sender.ARMS.word(),
                receivedAt,
                "",
                Optional.empty(),
                Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** An alert of a webhook in the first partition. */
    public static AlertRef alert(long offset, int index) {
        return new AlertRef(webhook(0, offset), index);
    }
}
