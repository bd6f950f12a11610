package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.Progress;
import io.alertrelay.delivery.Source;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.observe.Events;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** The steps of {@code routes/delivery.camel.yaml} that stand between a channel's topic and its outbox. */
public final class DeliverySteps {
    private static final String POSITION = "position";

    private final String channel;
    private final Outbox outbox;
    private final Progress progress;
    private final Repeats repeats;
    private final OffsetTracker offsets;
    private final Events events;

    DeliverySteps(
            String channel, Outbox outbox, Progress progress, Repeats repeats, OffsetTracker offsets, Events events) {
        this.channel = channel;
        this.outbox = outbox;
        this.progress = progress;
        this.repeats = repeats;
        this.offsets = offsets;
        this.events = events;
    }

    /** To the outbox, unless it was settled before or is there already. The poll thread is not to wait for Flashduty. */
    public void offer(Exchange exchange) throws UnreadableRecordException {
        Message record = exchange.getMessage();
        RecordPosition position = RecordPosition.of(record);
        exchange.setProperty(POSITION, position);
        Delivery delivery = delivery(record, position);
        Optional<String> overtaken = RecordHeaders.text(record, RecordHeaders.OVERTAKEN);
        if (repeats.repeats(position.partition(), delivery, redone(record, delivery))
                || progress.settledBefore(position.offset())) {
            offsets.settled(position.partition(), position.offset());
        } else if (overtaken.isPresent()) {
            outbox.overtaken(delivery, overtaken.get());
        } else {
            outbox.offer(delivery);
        }
    }

    private static Optional<Instant> redone(Message record, Delivery delivery) throws UnreadableRecordException {
        Optional<String> mark = RecordHeaders.text(record, RecordHeaders.REDONE);
        try {
            return delivery.replay().isPresent()
                    ? mark.map(Instant::parse)
                    : mark.filter("true"::equals).map(marked -> delivery.receivedAt());
        } catch (DateTimeException e) {
            throw new UnreadableRecordException("header redone: found \"" + mark.get() + "\", expected a time");
        }
    }

    /** Makes a quarantine record of a record that is no delivery. */
    public void unreadable(Exchange exchange) {
        RecordPosition position = exchange.getProperty(POSITION, RecordPosition.class);
        String cause = position.partition() + " offset " + position.offset() + ": "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage();
        exchange.getMessage().setHeader(RecordHeaders.CHANNEL, channel);
        exchange.getMessage().setHeader(RecordHeaders.CAUSE, cause);
        events.quarantined(position.toString(), channel, cause);
    }

    /** After the ack of the quarantine record. */
    public void settled(Exchange exchange) {
        RecordPosition position = exchange.getProperty(POSITION, RecordPosition.class);
        offsets.settled(position.partition(), position.offset());
    }

    /** It could be neither offered nor quarantined: it is read again, and with it what came after it. */
    public void failed(Exchange exchange) {
        RecordPosition position = exchange.getProperty(POSITION, RecordPosition.class);
        offsets.failed(position.partition(), position.offset());
    }

    private Delivery delivery(Message record, RecordPosition position) throws UnreadableRecordException {
        try {
            String receipt = RecordHeaders.required(record, RecordHeaders.RECEIPT);
            return new Delivery(
                    channel,
                    receipt,
                    source(receipt, RecordHeaders.required(record, RecordHeaders.INDEX)),
                    RecordHeaders.required(record, RecordHeaders.INTEGRATION),
                    record.getHeader(KafkaConstants.KEY, "", String.class),
                    AlertStatus.ofWord(RecordHeaders.required(record, RecordHeaders.STATUS)),
                    Severity.ofWord(RecordHeaders.required(record, RecordHeaders.SEVERITY))
                            .orElse(Severity.WARNING),
                    RecordHeaders.text(record, RecordHeaders.STARTS_AT),
                    RecordHeaders.text(record, RecordHeaders.OPENS)
                            .filter("true"::equals)
                            .isPresent(),
                    RecordHeaders.required(record, RecordHeaders.RULES),
                    RecordHeaders.required(record, RecordHeaders.WHY),
                    Instant.parse(RecordHeaders.required(record, RecordHeaders.RECEIVED_AT)),
                    RecordHeaders.text(record, RecordHeaders.REPLAY),
                    position.partition().partition(),
                    position.offset(),
                    body(record));
        } catch (NumberFormatException | DateTimeException e) {
            throw new UnreadableRecordException("a header of the record can't be read: " + e.getMessage());
        }
    }

    private static Source source(String receipt, String index) throws UnreadableRecordException {
        ReceiptId id = ReceiptId.parse(receipt)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header receipt: found \"" + receipt + "\", expected one such as w3-1042-7k3m9qxr2ztc5vbn"));
        return new Source(id.partition(), id.offset(), Integer.parseInt(index));
    }

    private static byte[] body(Message record) throws UnreadableRecordException {
        byte[] body = record.getBody(byte[].class);
        if (body == null) {
            throw new UnreadableRecordException("the record has no value");
        }
        return body;
    }
}
