package io.alertrelay.camel;

import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * The steps of {@code routes/delivery.camel.yaml}: a record of a channel's topic is offered to the outbox, unless it is
 * settled. None of them waits for Flashduty, because this is the poll thread.
 */
public final class DeliverySteps {
    // The exchange's properties.
    private static final String POSITION = "position";
    private static final String FOUND = "found";
    private static final String OVERTAKEN_BY = "overtakenBy";

    /** What a record is found to be: the first of these that holds. */
    enum Found {
        NOT_ITS_TURN,
        SETTLED_BEFORE,
        OVERTAKEN,
        MAYBE_SENT,
        NEW
    }

    private final String channel;
    private final Outbox outbox;
    private final SettledProgress progress;
    private final RepeatedDeliveries repeats;
    private final OffsetTracker offsets;
    private final Telemetry telemetry;
    private final QuarantineLane quarantine;
    private final RepeatedFailures faults = new RepeatedFailures();

    DeliverySteps(
            String channel,
            Outbox outbox,
            SettledProgress progress,
            RepeatedDeliveries repeats,
            OffsetTracker offsets,
            QuarantineLane quarantine,
            Telemetry telemetry) {
        this.channel = channel;
        this.outbox = outbox;
        this.progress = progress;
        this.repeats = repeats;
        this.offsets = offsets;
        this.quarantine = quarantine;
        this.telemetry = telemetry;
    }

    /** The predicates of the route, by name: what {@link #read} has found. */
    public static Map<String, Predicate> predicates() {
        return Map.of(
                "notItsTurn", found(Found.NOT_ITS_TURN),
                "settledBefore", found(Found.SETTLED_BEFORE),
                "overtaken", found(Found.OVERTAKEN),
                "maybeSent", found(Found.MAYBE_SENT));
    }

    private static Predicate found(Found kind) {
        return exchange -> exchange.getProperty(FOUND) == kind;
    }

    /** Finds out what the record is, and makes the delivery the body. */
    public void read(Exchange exchange) throws UnreadableRecordException {
        RecordPosition position = RecordPosition.of(exchange.getMessage());
        exchange.setProperty(POSITION, position);
        exchange.setProperty(FOUND, find(exchange, position));
    }

    private Found find(Exchange exchange, RecordPosition position) throws UnreadableRecordException {
        if (!offsets.lease().isHeld() || offsets.failing(position.partition())) {
            return Found.NOT_ITS_TURN;
        }
        Optional<String> fault = faults.reasonForQuarantine(position);
        if (fault.isPresent()) {
            throw new UnreadableRecordException(fault.get());
        }
        StoredRecord record = position.record(exchange.getMessage());
        Delivery delivery = KafkaRecords.delivery(record, channel);
        Optional<String> overtaken = record.header(HeaderNames.OVERTAKEN);
        Optional<String> redone = record.header(HeaderNames.REDONE);
        if (repeats.repeats(position.partition(), delivery, redone)
                || progress.settledBefore(position.offset(), delivery.id())) {
            return Found.SETTLED_BEFORE;
        }
        exchange.getMessage().setBody(delivery);
        if (overtaken.isPresent()) {
            exchange.setProperty(OVERTAKEN_BY, overtaken.get());
            return Found.OVERTAKEN;
        }
        // A first copy may have been sent that is gone with a topic that was deleted.
        return progress.mayHaveBeenSent(position.offset()) || redone.isPresent() ? Found.MAYBE_SENT : Found.NEW;
    }

    /** It is read again after what failed before it, if the channel still belongs to this relay. */
    public void readAgain(Exchange exchange) {
        RecordPosition position = position(exchange);
        offsets.failed(position.partition(), position.offset());
    }

    /** There is nothing left to do with it. */
    public void settle(Exchange exchange) {
        RecordPosition position = position(exchange);
        offsets.settled(position.partition(), position.offset());
    }

    /** Lets the outbox record that it is not sent. */
    public void supersede(Exchange exchange) {
        outbox.overtaken(
                FromExchange.body(exchange, Delivery.class),
                FromExchange.property(exchange, OVERTAKEN_BY, String.class));
    }

    /** Offers one to the outbox that may have been sent before. */
    public void offerAgain(Exchange exchange) {
        outbox.offerAgain(FromExchange.body(exchange, Delivery.class));
    }

    /** Offers one to the outbox that was never sent: the route's endpoint. */
    void offer(Exchange exchange) {
        outbox.offer(FromExchange.body(exchange, Delivery.class));
    }

    private static RecordPosition position(Exchange exchange) {
        return FromExchange.property(exchange, POSITION, RecordPosition.class);
    }

    /** Keeps a record that is no delivery in quarantine. */
    public void unreadable(Exchange exchange) {
        RecordPosition position = position(exchange);
        String cause = position.partition() + " offset " + position.offset() + ": "
                + FromExchange.caught(exchange).getMessage();
        telemetry.quarantined(position.toString(), channel, cause);
        quarantine.keep(
                Quarantined.stray(position.record(exchange.getMessage()), Optional.of(channel), cause),
                position,
                () -> faults.dealtWith(position));
    }

    /** It could be neither offered nor quarantined: it is read again, with everything after it. */
    public void failed(Exchange exchange) {
        RecordPosition position = position(exchange);
        Exception failure = FromExchange.caught(exchange);
        faults.failed(position, failure);
        telemetry.offerFailed(channel, position.toString(), failure);
        offsets.failed(position.partition(), position.offset());
    }
}
