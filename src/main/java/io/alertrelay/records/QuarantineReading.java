package io.alertrelay.records;

import io.alertrelay.camel.RecordHeaders;
import io.alertrelay.intake.ReceiptId.Journal;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.Quarantined.Kind;
import java.util.Optional;
import java.util.OptionalInt;

/** From records of the topic of quarantine to what they mean. */
public final class QuarantineReading {
    private QuarantineReading() {}

    /** A record of the topic that is no decision, without its body. */
    public static Quarantined quarantined(StoredRecord record) {
        Optional<String> channel = record.header(RecordHeaders.CHANNEL);
        Optional<String> receipt = record.header(RecordHeaders.RECEIPT).filter(text -> channel.isEmpty());
        OptionalInt index = receipt.isEmpty() ? OptionalInt.empty() : LedgerReading.setAside(record);
        return new Quarantined(
                LedgerReading.receipt(Journal.QUARANTINE, record),
                kind(receipt, index, channel),
                record.key(),
                LedgerReading.receivedAt(record),
                record.header(RecordHeaders.INTEGRATION).orElse(""),
                record.header(RecordHeaders.SOURCE).orElse(""),
                record.header(RecordHeaders.MEDIA_TYPE).orElse(""),
                record.header(RecordHeaders.CAUSE).orElse("no cause given"),
                receipt,
                index,
                channel,
                record.value().length,
                Optional.empty());
    }

    private static Kind kind(Optional<String> receipt, OptionalInt index, Optional<String> channel) {
        if (channel.isPresent()) {
            return Kind.STRAY;
        }
        return receipt.isEmpty() ? Kind.REFUSED : index.isPresent() ? Kind.SET_ASIDE : Kind.UNROUTED;
    }
}
