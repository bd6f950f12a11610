package io.alertrelay.record;

import io.alertrelay.record.ReceiptId.Journal;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of webhooks: the body as it was received, under the name of its integration. All webhooks of an
 * integration share a partition, so that whatever they say of an alert, in whatever grouping and from whatever policy,
 * is routed in the order in which it was stored.
 *
 * @param receipt that its sender was given; until it is stored the receipt has only its nonce
 * @param source what kind of sender posted it
 * @param receivedAt as the relay wrote it; of a record that it did not write, when that was stored
 * @param mediaType as the sender stated it; may be empty
 * @param trace that the sender says it belongs to
 * @param retryOf the id of the record in quarantine that it was made of by a retry
 * @param body as received
 */
public record WebhookRecord(
        ReceiptId receipt,
        String integration,
        String source,
        Instant receivedAt,
        String mediaType,
        Optional<String> trace,
        Optional<ReceiptId> retryOf,
        byte[] body) {
    /** Reads one, whatever it is. */
    public static WebhookRecord of(StoredRecord record) {
        return new WebhookRecord(
                ReceiptId.of(Journal.WEBHOOKS, record),
                StoredRecord.shortened(record.integration()),
                StoredRecord.shortened(record.text(HeaderNames.SOURCE)),
                record.receivedAt(),
                StoredRecord.shortened(record.text(HeaderNames.MEDIA_TYPE)),
                record.header(HeaderNames.TRACE).map(StoredRecord::shortened),
                record.header(HeaderNames.RETRY_OF).flatMap(ReceiptId::parse),
                record.value());
    }

    /** Where it stands in the topic. */
    public Place place() {
        return receipt.place();
    }

    /** As it is written. */
    public Draft draft() {
        return draft(body).with(HeaderNames.RETRY_OF, retryOf.map(ReceiptId::toString));
    }

    /**
     * All of it as it is kept in quarantine, refused at the endpoint: nothing of it was accepted.
     *
     * @param cause why
     */
    public Draft refused(String cause) {
        return draft(body).with(HeaderNames.CAUSE, cause);
    }

    /**
     * All of it as it is kept in quarantine, because nothing of it can be routed.
     *
     * @param cause why
     */
    public Draft unrouted(String cause) {
        return refused(cause).with(HeaderNames.RECEIPT, receipt.toString());
    }

    /**
     * One alert of it as it is kept in quarantine, while the others are routed.
     *
     * @param alert a body with that alert alone
     * @param cause why
     */
    public Draft setAside(int index, byte[] alert, String cause) {
        return draft(alert)
                .with(HeaderNames.RECEIPT, receipt.toString())
                .with(HeaderNames.CAUSE, cause)
                .with(HeaderNames.INDEX, String.valueOf(index));
    }

    private Draft draft(byte[] value) {
        return new Draft(integration, value)
                .with(HeaderNames.INTEGRATION, integration)
                .with(HeaderNames.SOURCE, source)
                .with(HeaderNames.RECEIVED_AT, receivedAt.toString())
                .with(HeaderNames.MEDIA_TYPE, mediaType)
                .with(HeaderNames.NONCE, receipt.nonce())
                .with(HeaderNames.TRACE, trace);
    }
}
