package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Outbox;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** The step of {@code routes/delivery.camel.yaml} that hands a record of a channel's topic to the channel's outbox. */
public final class DeliverySteps {
    private final String channel;
    private final Outbox outbox;

    public DeliverySteps(String channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
    }

    /** Returns at once: the poll thread is not to wait for Flashduty. */
    public void offer(Exchange exchange) {
        outbox.offer(delivery(exchange.getMessage()));
    }

    private Delivery delivery(Message record) {
        RecordPosition position = RecordPosition.of(record);
        return new Delivery(
                channel,
                RecordHeaders.required(record, RecordHeaders.RECEIPT),
                Integer.parseInt(RecordHeaders.required(record, RecordHeaders.INDEX)),
                RecordHeaders.required(record, RecordHeaders.INTEGRATION),
                record.getHeader(KafkaConstants.KEY, String.class),
                AlertStatus.FIRING.word().equals(RecordHeaders.required(record, RecordHeaders.STATUS))
                        ? AlertStatus.FIRING
                        : AlertStatus.RESOLVED,
                Severity.ofWord(RecordHeaders.required(record, RecordHeaders.SEVERITY))
                        .orElse(Severity.WARNING),
                RecordHeaders.required(record, RecordHeaders.RULES),
                RecordHeaders.required(record, RecordHeaders.WHY),
                Instant.parse(RecordHeaders.required(record, RecordHeaders.RECEIVED_AT)),
                position.partition().partition(),
                position.offset(),
                record.getBody(byte[].class));
    }
}
