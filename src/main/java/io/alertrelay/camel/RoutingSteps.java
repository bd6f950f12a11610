package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import io.alertrelay.record.WebhookRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of {@code routes/routing.camel.yaml} and {@code events.camel.yaml} around the router, in the order in which
 * a webhook takes them.
 *
 * <pre>
 *   received ─▶ router ─▶ [decisions] ─▶ events ─▶ [channels]: settled
 *      │          │            ⋮            │            ⋮ what can't be stored waits in its own lane
 *      │          └─ failed ── ⋮ ───────────┘  read again, with all that came after it
 *      └─ unreadable, or failed twice ─▶ [quarantine]: settled
 * </pre>
 *
 * <p>A record is dropped on the way, and nothing said of it, when its partition was withdrawn since it was handed out:
 * it has been, or will be, handed out again, here or to another relay.
 */
public final class RoutingSteps {
    /** The property with the records that an exchange is about: they are read again if it fails. */
    static final String MADE = "made";

    private static final String POLLED = "polled";

    /**
     * When so many webhooks of its partition were received after its own, an event whose topic can't be written is
     * given up: until then the offset of its webhook stays, and after a restart all of their decisions are held in
     * memory.
     */
    private static final long MOST_BEHIND = 100_000;

    private final OpenAlertsByPartition openAlerts;
    private final OffsetTracker offsets;
    private final Telemetry telemetry;
    private final EventRecords eventRecords;
    private final EventLanes eventLanes;
    private final QuarantineLane quarantine;
    private final RepeatedFailures faults = new RepeatedFailures();
    private final RoutingQueue queue = new RoutingQueue();

    /** @param lanes by which events are written */
    public RoutingSteps(
            OpenAlertsByPartition openAlerts,
            TopicNames topics,
            OffsetTracker offsets,
            Lanes lanes,
            Telemetry telemetry) {
        this.openAlerts = openAlerts;
        this.offsets = offsets;
        this.telemetry = telemetry;
        this.eventRecords = new EventRecords(topics);
        this.eventLanes = new EventLanes(lanes, offsets, telemetry);
        this.quarantine = new QuarantineLane(lanes, offsets, topics.quarantine());
    }

    /** On the poll thread: takes from a record what the next steps need, and queues it for its integration. */
    public void received(Exchange exchange) throws UnreadableRecordException {
        Message message = exchange.getMessage();
        RecordPosition position = RecordPosition.of(message);
        exchange.setProperty(POLLED, position);
        Optional<String> fault = faults.reasonForQuarantine(position);
        if (fault.isPresent()) {
            throw new UnreadableRecordException(fault.get());
        }
        PolledRecord record = polled(message, position);
        message.removeHeaders("*");
        message.setBody(null);
        queue.add(record);
    }

    private PolledRecord polled(Message message, RecordPosition position) throws UnreadableRecordException {
        try {
            StoredRecord record = position.record(message);
            int partition = record.partition();
            return openAlerts.isReplayed(position.partition())
                    ? new PolledReplay(
                            position,
                            openAlerts.assignment(position.partition()),
                            openAlerts.ofPartition(partition),
                            ReplayedRecord.of(record, openAlerts.channelNames()),
                            record.storedAt())
                    : new PolledWebhook(position, openAlerts.of(position.partition()), WebhookRecord.of(record));
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableRecordException("the record can't be read: " + RecordFault.describe(e));
        }
    }

    /** What waits to be decided. */
    RoutingQueue queue() {
        return queue;
    }

    /** After the acks of the decisions: writes the events of one item towards the topics of their channels. */
    public void events(Exchange exchange) {
        RoutedItem item = FromExchange.body(exchange, RoutedItem.class);
        exchange.setProperty(MADE, List.of(item));
        if (mayGoOn(item.source())) {
            eventLanes.store(item, item.records(eventRecords), guard(item.source()));
        } else {
            item.room().giveBack();
        }
    }

    /** Quarantines a record that can't be read, or that makes the relay fail, so that it blocks no other. */
    public void unreadable(Exchange exchange) {
        RecordPosition position = FromExchange.property(exchange, POLLED, RecordPosition.class);
        StoredRecord record = position.record(exchange.getMessage());
        String cause = position.partition() + " offset " + position.offset() + ": "
                + FromExchange.caught(exchange).getMessage();
        boolean replayed = openAlerts.isReplayed(position.partition());
        NewRecord kept =
                replayed ? Quarantined.stray(record, Optional.empty(), cause) : Quarantined.unreadable(record, cause);
        if (replayed) {
            telemetry.quarantined(position.toString(), "replayed", cause);
        } else {
            String integration = record.integration();
            telemetry.quarantined(
                    ReceiptId.of(Topic.WEBHOOKS, record).toString(),
                    integration.isEmpty() ? "unknown" : integration,
                    cause);
        }
        quarantine.keep(kept, position, () -> faults.dealtWith(position));
    }

    /** A part of the record is decided. */
    void worked(PolledRecord record) {
        offsets.worked(record.position().partition(), record.position().offset());
    }

    /** It could be neither queued nor quarantined: it is read again, with everything after it. */
    public void notTaken(Exchange exchange) {
        RecordPosition position = FromExchange.property(exchange, POLLED, RecordPosition.class);
        Exception failure = FromExchange.caught(exchange);
        telemetry.routingFailed(List.of(position.toString()), failure);
        offsets.failed(position.partition(), position.offset());
    }

    /** Something could not be stored: what depends on it is read again, with everything after it. */
    @SuppressWarnings("unchecked")
    public void failed(Exchange exchange) {
        itemsFailed(FromExchange.property(exchange, MADE, List.class), FromExchange.caught(exchange));
    }

    /** Items that depend on one another could not be stored: they are read again, with everything after them. */
    void itemsFailed(List<RoutedItem> made, Throwable failure) {
        made.forEach(item -> item.room().giveBack());
        List<PolledRecord> all = made.stream().map(RoutedItem::source).toList();
        List<PolledRecord> current = all.stream().filter(this::current).toList();
        if (!current.isEmpty()) {
            telemetry.routingFailed(current.stream().map(PolledRecord::receipt).toList(), failure);
        }
        if (all.size() == 1) {
            faults.failed(all.get(0).position(), failure);
        }
        current.forEach(record ->
                offsets.failed(record.position().partition(), record.position().offset()));
    }

    /** The record could not be decided: it is read again, with everything after it. */
    void recordFailed(PolledRecord record, Throwable failure) {
        RecordPosition position = record.position();
        faults.failed(position, failure);
        telemetry.routingFailed(List.of(record.receipt()), failure);
        offsets.failed(position.partition(), position.offset());
    }

    /** Whether it may continue: it must not overtake a record that failed, and must still belong to this relay. */
    boolean mayGoOn(PolledRecord record) {
        if (!current(record)) {
            return false;
        }
        RecordPosition position = record.position();
        if (offsets.failing(position.partition()) || !record.placed(openAlerts)) {
            offsets.failed(position.partition(), position.offset());
            return false;
        }
        return true;
    }

    private Lanes.WriteGuard guard(PolledRecord source) {
        RecordPosition position = source.position();
        return guard(
                source.asLongAsCurrent(openAlerts),
                () -> offsets.behind(position.partition(), position.offset()) > MOST_BEHIND);
    }

    /**
     * The results of these records are written as long as one of them is this relay's to route, and only while that is
     * certain.
     */
    Lanes.WriteGuard guard(BooleanSupplier current) {
        return guard(current, () -> false);
    }

    private Lanes.WriteGuard guard(BooleanSupplier current, BooleanSupplier overdue) {
        return new Lanes.WriteGuard() {
            @Override
            public boolean isStillDue() {
                return current.getAsBoolean();
            }

            @Override
            public boolean mayWriteNow() {
                return offsets.lease().isHeld();
            }

            @Override
            public boolean isOverdue() {
                return overdue.getAsBoolean();
            }
        };
    }

    /** The generation of the group in which this relay has its partitions of webhooks. */
    OptionalInt assignment() {
        return offsets.assignment();
    }

    /** True while this relay has the partition of webhooks with that number, without interruption from now on. */
    BooleanSupplier asLongAsItHas(int partition) {
        Optional<OpenAlerts> then = openAlerts.ofPartition(partition);
        return () -> OpenAlertsByPartition.same(then, openAlerts.ofPartition(partition));
    }

    boolean current(PolledRecord record) {
        return record.asLongAsCurrent(openAlerts).getAsBoolean();
    }
}
