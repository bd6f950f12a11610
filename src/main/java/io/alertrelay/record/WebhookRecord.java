package io.alertrelay.record;

import io.alertrelay.alert.RecordTime;
import io.alertrelay.record.ReceiptId.Topic;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the topic of webhooks: the body as received, with the name of its integration as key. All webhooks of an
 * integration share a partition, so that all states of an alert, from any grouping or policy, are routed in the order
 * in which they were stored.
 *
 * @param receipt that its sender was given; until it is stored the receipt has only its nonce
 * @param source what kind of sender posted it
 * @param receivedAt as the relay wrote it; of a foreign record, when it was stored
 * @param mediaType as the sender stated it; may be empty
 * @param trace that the sender states it belongs to
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
    /** Reads any record of the topic. */
    public static WebhookRecord of(StoredRecord record) {
        return new WebhookRecord(
                ReceiptId.of(Topic.WEBHOOKS, record),
                StoredRecord.shortened(record.integration()),
                StoredRecord.shortened(record.text(HeaderNames.SOURCE)),
                record.receivedAt(),
                StoredRecord.shortened(record.text(HeaderNames.MEDIA_TYPE)),
                record.header(HeaderNames.TRACE).map(StoredRecord::shortened),
                record.header(HeaderNames.RETRY_OF).flatMap(ReceiptId::parse),
                record.value());
    }

    /** Its place in the topic. */
    public Place place() {
        return receipt.place();
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return draft(body).with(HeaderNames.RETRY_OF, retryOf.map(ReceiptId::toString));
    }

    /**
     * As written to the topic by a retry.
     *
     * @param of the record in quarantine
     */
    public NewRecord retried(Quarantined of) {
        return draft().with(HeaderNames.FIRST_RECEIVED_AT, RecordTime.text(of.receivedAt()))
                .with(HeaderNames.WAS_SET_ASIDE, String.valueOf(of.wasSetAside()));
    }

    /**
     * The quarantine record of a whole body that was refused at the endpoint: nothing of it was accepted.
     *
     * @param cause why
     */
    public NewRecord refused(String cause) {
        return draft(body).with(HeaderNames.CAUSE, cause);
    }

    /**
     * The quarantine record of a whole webhook, because nothing of it can be routed.
     *
     * @param cause why
     */
    public NewRecord unrouted(String cause) {
        return refused(cause).with(HeaderNames.RECEIPT, receipt.toString());
    }

    /**
     * The quarantine record of one of its alerts, or of several, while the others are routed.
     *
     * @param alerts a body with these alone
     * @param cause why
     */
    public NewRecord setAside(AlertIndexes indexes, byte[] alerts, String cause) {
        return draft(alerts)
                .with(HeaderNames.RECEIPT, receipt.toString())
                .with(HeaderNames.CAUSE, cause)
                .with(HeaderNames.INDEX, String.valueOf(indexes.first()))
                .with(HeaderNames.INDEXES, Optional.of(indexes.toString()).filter(several -> indexes.count() > 1));
    }

    private NewRecord draft(byte[] value) {
        return new NewRecord(integration, value)
                .with(HeaderNames.INTEGRATION, integration)
                .with(HeaderNames.SOURCE, source)
                .with(HeaderNames.RECEIVED_AT, RecordTime.text(receivedAt))
                .with(HeaderNames.MEDIA_TYPE, mediaType)
                .with(HeaderNames.NONCE, receipt.nonce())
                .with(HeaderNames.TRACE, trace);
    }
}
