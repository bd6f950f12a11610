package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.observe.Events;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** The steps of {@code routes/delivery.camel.yaml} that stand between a channel's topic and its outbox. */
public final class DeliverySteps {
    private static final String POSITION = "position";

    private final String channel;
    private final Outbox outbox;
    private final OffsetTracker offsets;
    private final Events events;

    public DeliverySteps(String channel, Outbox outbox, OffsetTracker offsets, Events events) {
        this.channel = channel;
        this.outbox = outbox;
        this.offsets = offsets;
        this.events = events;
    }

    /** Returns at once: the poll thread is not to wait for Flashduty. */
    public void offer(Exchange exchange) throws UnreadableRecordException {
        RecordPosition position = RecordPosition.of(exchange.getMessage());
        exchange.setProperty(POSITION, position);
        outbox.offer(delivery(exchange.getMessage(), position));
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
            return new Delivery(
                    channel,
                    RecordHeaders.required(record, RecordHeaders.RECEIPT),
                    Integer.parseInt(RecordHeaders.required(record, RecordHeaders.INDEX)),
                    RecordHeaders.required(record, RecordHeaders.INTEGRATION),
                    record.getHeader(KafkaConstants.KEY, "", String.class),
                    AlertStatus.RESOLVED.word().equals(RecordHeaders.required(record, RecordHeaders.STATUS))
                            ? AlertStatus.RESOLVED
                            : AlertStatus.FIRING,
                    Severity.ofWord(RecordHeaders.required(record, RecordHeaders.SEVERITY))
                            .orElse(Severity.WARNING),
                    RecordHeaders.required(record, RecordHeaders.RULES),
                    RecordHeaders.required(record, RecordHeaders.WHY),
                    Instant.parse(RecordHeaders.required(record, RecordHeaders.RECEIVED_AT)),
                    position.partition().partition(),
                    position.offset(),
                    body(record));
        } catch (NumberFormatException | DateTimeException e) {
            throw new UnreadableRecordException("a header of the record can't be read: " + e.getMessage());
        }
    }

    private static byte[] body(Message record) throws UnreadableRecordException {
        byte[] body = record.getBody(byte[].class);
        if (body == null) {
            throw new UnreadableRecordException("the record has no value");
        }
        return body;
    }
}
