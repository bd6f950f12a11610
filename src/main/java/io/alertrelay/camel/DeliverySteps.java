package io.alertrelay.camel;

import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.observe.Events;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of {@code routes/delivery.camel.yaml}: a record of a channel's topic is offered to the outbox. */
public final class DeliverySteps {
    private static final String POSITION = "position";

    private final String channel;
    private final Outbox outbox;
    private final SettledProgress progress;
    private final RepeatedDeliveries repeats;
    private final OffsetTracker offsets;
    private final Events events;
    private final QuarantineLane quarantine;
    private final RecordFaults faults = new RecordFaults();

    DeliverySteps(
            String channel,
            Outbox outbox,
            SettledProgress progress,
            RepeatedDeliveries repeats,
            OffsetTracker offsets,
            QuarantineLane quarantine,
            Events events) {
        this.channel = channel;
        this.outbox = outbox;
        this.progress = progress;
        this.repeats = repeats;
        this.offsets = offsets;
        this.quarantine = quarantine;
        this.events = events;
    }

    /**
     * Offers the record to the outbox, unless it is settled or there already. Does not wait for Flashduty, because this
     * is the poll thread.
     */
    public void offer(Exchange exchange) throws UnreadableRecordException {
        RecordPosition position = RecordPosition.of(exchange.getMessage());
        exchange.setProperty(POSITION, position);
        if (!offsets.lease().isHeld() || offsets.failing(position.partition())) {
            // If the channel still belongs to this relay it is read again, after what failed before it.
            offsets.failed(position.partition(), position.offset());
            return;
        }
        Optional<String> fault = faults.reasonForQuarantine(position);
        if (fault.isPresent()) {
            throw new UnreadableRecordException(fault.get());
        }
        StoredRecord record = position.record(exchange.getMessage());
        Delivery delivery = delivery(record, channel);
        Optional<String> overtaken = record.header(HeaderNames.OVERTAKEN);
        Optional<String> redone = record.header(HeaderNames.REDONE);
        if (repeats.repeats(position.partition(), delivery, redone)
                || progress.settledBefore(position.offset(), delivery.id())) {
            offsets.settled(position.partition(), position.offset());
        } else if (overtaken.isPresent()) {
            outbox.overtaken(delivery, overtaken.get());
        } else if (progress.mayHaveBeenSent(position.offset()) || redone.isPresent()) {
            // A first copy may have been sent that is gone with a topic that was deleted.
            outbox.offerAgain(delivery);
        } else {
            outbox.offer(delivery);
        }
    }

    /** Keeps a record that is no delivery in quarantine. */
    public void unreadable(Exchange exchange) {
        RecordPosition position = FromExchange.property(exchange, POSITION, RecordPosition.class);
        String cause = position.partition() + " offset " + position.offset() + ": "
                + FromExchange.caught(exchange).getMessage();
        events.quarantined(position.toString(), channel, cause);
        quarantine.keep(
                Quarantined.stray(position.record(exchange.getMessage()), Optional.of(channel), cause),
                position,
                () -> faults.dealtWith(position));
    }

    /** It could be neither offered nor quarantined: it is read again, with everything after it. */
    public void failed(Exchange exchange) {
        RecordPosition position = FromExchange.property(exchange, POSITION, RecordPosition.class);
        Exception failure = FromExchange.caught(exchange);
        faults.failed(position, failure);
        events.offerFailed(channel, position.toString(), failure);
        offsets.failed(position.partition(), position.offset());
    }

    /**
     * The delivery that a record of a channel's topic is.
     *
     * @throws UnreadableRecordException if it is none, whatever else it may be
     */
    public static Delivery delivery(StoredRecord record, String channel) throws UnreadableRecordException {
        try {
            if (record.isTombstone()) {
                throw new UnreadableRecordException("the record has no value");
            }
            return Delivery.of(record, channel);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableRecordException("the record can't be read: " + RecordFault.describe(e));
        }
    }
}
