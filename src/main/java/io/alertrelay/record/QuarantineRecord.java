package io.alertrelay.record;

import io.alertrelay.record.ReceiptId.Journal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Records of the quarantine for records that are not events, or can't be read at all. A readable webhook is kept as in
 * {@link WebhookRecord}.
 */
public final class QuarantineRecord {
    private QuarantineRecord() {}

    /**
     * The record for something that is not an event, or that the relay did not write.
     *
     * @param channel in whose topic it was; empty if it was among the replayed events
     * @param cause why
     */
    public static NewRecord stray(StoredRecord record, Optional<String> channel, String cause) {
        return record.kept().with(HeaderNames.CHANNEL, channel).with(HeaderNames.CAUSE, cause);
    }

    /**
     * The record for a webhook that can't be read at all, or makes the relay fail.
     *
     * @param cause why
     */
    public static NewRecord unreadable(StoredRecord webhook, String cause) {
        return webhook.kept()
                .with(HeaderNames.CAUSE, cause)
                .with(
                        HeaderNames.RECEIPT,
                        ReceiptId.of(Journal.WEBHOOKS, webhook).toString());
    }

    /** The id of a record of the topic. */
    public static ReceiptId id(StoredRecord record) {
        return ReceiptId.of(Journal.QUARANTINE, record);
    }

    /** Why a record of the topic is there. */
    public static String cause(StoredRecord record) {
        return record.header(HeaderNames.CAUSE).orElse("no cause given");
    }

    /** Which alert of its webhook a record of the topic is; empty if it is a whole body, or was in a channel's topic. */
    public static OptionalInt setAside(StoredRecord record) {
        String index = record.text(HeaderNames.INDEX);
        return record.header(HeaderNames.CHANNEL).isEmpty() && index.matches("\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(index))
                : OptionalInt.empty();
    }
}
