package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import io.alertrelay.alert.TraceParent;
import io.alertrelay.delivery.AlertSource;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.StoredRecord;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/** Reads a record of a channel's topic as the delivery that it stands for. */
public final class StoredDelivery {
    private StoredDelivery() {}

    /**
     * The delivery.
     *
     * @param channel whose topic it is
     * @throws UnreadableRecordException if the relay did not make the record
     */
    public static Delivery of(StoredRecord record, String channel) throws UnreadableRecordException {
        return of(channel, record::header, record.key(), record.value(), record.partition(), record.offset());
    }

    /** @param header gives the text of a header */
    static Delivery of(
            String channel,
            Function<String, Optional<String>> header,
            String key,
            byte[] event,
            int partition,
            long offset)
            throws UnreadableRecordException {
        try {
            String receipt = required(header, RecordHeaders.RECEIPT);
            return new Delivery(
                    channel,
                    receipt,
                    source(receipt, required(header, RecordHeaders.INDEX)),
                    required(header, RecordHeaders.INTEGRATION),
                    key,
                    AlertStatus.ofWord(required(header, RecordHeaders.STATUS)),
                    Severity.ofWord(required(header, RecordHeaders.SEVERITY)).orElse(Severity.WARNING),
                    header.apply(RecordHeaders.STARTS_AT),
                    header.apply(RecordHeaders.OPENS).filter("true"::equals).isPresent(),
                    required(header, RecordHeaders.RULES),
                    required(header, RecordHeaders.WHY),
                    RecordTime.parse(required(header, RecordHeaders.RECEIVED_AT)),
                    header.apply(RecordHeaders.REPLAY),
                    header.apply(RecordHeaders.TRACE).flatMap(TraceParent::parse),
                    partition,
                    offset,
                    event);
        } catch (NumberFormatException | DateTimeException e) {
            throw new UnreadableRecordException("a header of the record can't be read: " + e.getMessage());
        }
    }

    private static String required(Function<String, Optional<String>> header, String name)
            throws UnreadableRecordException {
        return header.apply(name).orElseThrow(() -> new UnreadableRecordException("the record has no header " + name));
    }

    private static AlertSource source(String receipt, String index) throws UnreadableRecordException {
        ReceiptId id = ReceiptId.parse(receipt)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header receipt: found \"" + receipt + "\", expected one such as w3-1042-7k3m9qxr2ztc5vbn"));
        return new AlertSource(id.partition(), id.offset(), Integer.parseInt(index));
    }
}
