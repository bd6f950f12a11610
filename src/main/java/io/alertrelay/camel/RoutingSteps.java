package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedSlice;
import io.alertrelay.pipeline.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of {@code routes/routing.camel.yaml}, in the order in which a webhook takes them.
 *
 * <pre>
 *   received ─▶ decide ─▶ [decisions] ─▶ events ─▶ [channels]: settled
 *      │          │            ⋮            │            ⋮ what can't be stored waits in its own lane
 *      │          └─ failed ── ⋮ ───────────┘  read again, with all that came after it
 *      └─ unreadable, or failed twice ─▶ [quarantine]: settled
 * </pre>
 *
 * <p>A webhook is decided slice by slice, each integration in turn ({@link RoutingQueue}); how much is made of a partition
 * and not stored yet is bounded ({@link RoutingRoom}), so neither the number of alerts in a body nor that of their channels
 * matters.
 *
 * <p>Events that are replayed take the same way, on the same thread, so that none is let in behind a newer state of its
 * alert. Their topic has the same partitions as that of webhooks, and the group gives both of a number to the same relay.
 *
 * <p>A record is dropped on the way, and nothing said of it, when its partition was withdrawn since it was handed out:
 * it has been, or will be, handed out again, here or to another relay.
 */
public final class RoutingSteps {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long ROOM_BYTES = 16L << 20;

    /** What one batch of decisions may make, in bytes of memory. */
    private static final long BATCH_BYTES = 4L << 20;

    /** What one webhook may make before the others have a turn. */
    private static final long SLICE_BYTES = 512L << 10;

    /** What may have been made of one partition and not be stored yet. */
    private static final long PARTITION_BYTES = 8L << 20;

    private static final int BATCH_RECORDS = 500;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private static final String MADE = "made";
    private static final String AT_STAKE = "atStake";
    private static final String POLLED = "polled";

    private final Supplier<Router> router;
    private final Decisions decisions;
    private final OffsetTracker offsets;
    private final Events events;
    private final InstantSource ages;
    private final DecisionRecords decisionRecords = new DecisionRecords();
    private final EventRecords eventRecords;
    private final Lanes lanes;
    private final EventLanes eventLanes;
    private final QuarantineLane quarantine;
    private final RecordFaults faults = new RecordFaults();
    private final RoutingQueue queue = new RoutingQueue();
    private final RoutingRoom room = new RoutingRoom(PARTITION_BYTES);
    private final OpenAlertBound bound;

    /**
     * @param router asked once for each webhook, so that each is routed as a whole by one configuration
     * @param lanes by which decisions and events are written
     * @param ages by which open alerts grow old
     */
    public RoutingSteps(
            Supplier<Router> router,
            Decisions decisions,
            TopicNames topics,
            OffsetTracker offsets,
            Lanes lanes,
            Events events,
            InstantSource ages) {
        this.router = router;
        this.decisions = decisions;
        this.offsets = offsets;
        this.events = events;
        this.ages = ages;
        this.eventRecords = new EventRecords(topics);
        this.bound = new OpenAlertBound(decisions.most(), decisions, events);
        this.lanes = lanes;
        this.eventLanes = new EventLanes(lanes, offsets, events, topics.quarantine());
        this.quarantine = new QuarantineLane(lanes, offsets, topics.quarantine());
    }

    /** On the poll thread: takes from a record what the next steps need, and puts it in its integration's lane. */
    public void received(Exchange exchange) throws UnreadableRecordException {
        Message message = exchange.getMessage();
        RecordPosition position = RecordPosition.of(message);
        exchange.setProperty(POLLED, position);
        Optional<String> fault = faults.against(position);
        if (fault.isPresent()) {
            throw new UnreadableRecordException(fault.get());
        }
        Polled record = polled(message, position);
        message.removeHeaders("*");
        message.setBody(null);
        queue.add(record);
    }

    private Polled polled(Message message, RecordPosition position) throws UnreadableRecordException {
        try {
            return decisions.isReplayed(position.partition())
                    ? PolledReplay.of(message, decisions)
                    : PolledWebhook.of(message, decisions);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableRecordException("the record can't be read: " + RecordFault.describe(e));
        }
    }

    /** Whether anything waits to be decided. */
    public boolean waiting() {
        return !queue.isEmpty() && !Thread.currentThread().isInterrupted();
    }

    /**
     * Takes what waits, each integration in turn, and makes the decisions that must be written before any event is sent.
     * Of a partition of which too much is made and not stored, it takes no more.
     */
    public void decide(Exchange exchange) {
        lanes.awaitRoom(ROOM_BYTES, PATIENCE);
        List<Polled> atStake = new ArrayList<>();
        List<RoutedItem> made = new ArrayList<>();
        exchange.setProperty(AT_STAKE, atStake);
        exchange.setProperty(MADE, made);
        Map<Integer, DecidedPart> parts = new TreeMap<>();
        long bytes = 0;
        Optional<RoutingQueue.Lane> lane = queue.next(room::isFree);
        for (int i = 0; lane.isPresent() && i < BATCH_RECORDS && bytes < BATCH_BYTES; i++) {
            bytes += decideNext(lane.get(), parts, exchange.getContext());
            lane = queue.next(room::isFree);
        }
        bound.keep((partition, record) -> part(parts, partition).decisions().add(record), exchange.getContext());
        parts.values().forEach(part -> {
            atStake.addAll(part.sources());
            made.addAll(part.items());
        });
        exchange.getMessage().setBody(List.copyOf(parts.values()));
        if (bytes == 0) {
            room.awaitChange(LOOK_AGAIN_MILLIS);
        }
    }

    private static DecidedPart part(Map<Integer, DecidedPart> parts, int partition) {
        return parts.computeIfAbsent(partition, DecidedPart::empty);
    }

    /** Gives what it made, in bytes of memory; at least one, so that progress is seen. */
    private long decideNext(RoutingQueue.Lane lane, Map<Integer, DecidedPart> parts, CamelContext context) {
        Polled record = queue.first(lane);
        if (!mayGoOn(record)) {
            queue.done(lane);
            return 1;
        }
        try {
            List<Message> records = new ArrayList<>();
            RoutedItem item = record instanceof PolledWebhook webhook
                    ? decide(webhook, lane, records, context)
                    : decide((PolledReplay) record, lane, records, context);
            part(parts, record.position().partition().partition()).add(records, item);
            return 1 + item.room().bytes();
        } catch (RuntimeException | StackOverflowError e) {
            // What is open may be half changed: it is read anew, from this record on; those before it go on.
            queue.done(lane);
            failed(record, e);
            return 1;
        }
    }

    private RoutedItem decide(
            PolledWebhook webhook, RoutingQueue.Lane lane, List<Message> records, CamelContext context) {
        OpenAlerts open = webhook.open().orElseThrow();
        int partition = webhook.position().partition().partition();
        open.forgetOld(ages.instant()).forEach(key -> records.add(decisionRecords.forget(key, partition, context)));
        try {
            UnderWayWebhook underWay = lane.underWay().isPresent()
                    ? lane.underWay().get()
                    : new UnderWayWebhook(webhook, router.get().begin(webhook.webhook()));
            lane.underWay(underWay);
            RoutedSlice slice = underWay.routing().next(open, SLICE_BYTES);
            slice.decisions().forEach(d -> records.add(decisionRecords.message(d, partition, context)));
            underWay.made();
            if (underWay.routing().hasNext()) {
                queue.endTurn(lane);
            } else {
                underWay.done();
                finished(webhook, lane);
            }
            return new RoutedItem.OfSlice(underWay, slice, room.take(partition, slice.bytes()));
        } catch (Router.UnroutableException e) {
            finished(webhook, lane);
            return new RoutedItem.Unroutable(webhook, e.getMessage(), room.take(partition, webhook.bytes()));
        }
    }

    private void finished(PolledWebhook webhook, RoutingQueue.Lane lane) {
        webhook.open().orElseThrow().routed(webhook.position().offset());
        queue.done(lane);
    }

    private RoutedItem decide(
            PolledReplay replay, RoutingQueue.Lane lane, List<Message> records, CamelContext context) {
        int partition = replay.position().partition().partition();
        ReplayDecision decision = replay.open().orElseThrow().replay(replay.replayed());
        if (decision instanceof ReplayDecision.LetIn letIn) {
            letIn.change().ifPresent(change -> records.add(decisionRecords.message(change, partition, context)));
        }
        queue.done(lane);
        return new RoutedItem.OfReplay(replay, decision, room.take(partition, replay.bytes()));
    }

    /** After the acks of the decisions: from one of them to its events, each on the way to its channel's topic. */
    public void events(Exchange exchange) {
        RoutedItem item = exchange.getMessage().getBody(RoutedItem.class);
        exchange.setProperty(AT_STAKE, List.of(item.source()));
        exchange.setProperty(MADE, List.of(item));
        if (mayGoOn(item.source())) {
            eventLanes.store(item, eventRecords.of(item, exchange.getContext()), wish(() -> current(item.source())));
        } else {
            item.room().giveBack();
        }
    }

    /** A record that nobody can read, or that makes the relay fail: kept in quarantine, and in nobody's way. */
    public void unreadable(Exchange exchange) {
        Message record = exchange.getMessage();
        RecordPosition position = exchange.getProperty(POLLED, RecordPosition.class);
        String cause = position.partition() + " offset " + position.offset() + ": "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage();
        RecordHeaders.shorten(record);
        record.setHeader(RecordHeaders.CAUSE, cause);
        if (decisions.isReplayed(position.partition())) {
            events.quarantined(position.toString(), "replayed", cause);
        } else {
            String receipt = PolledWebhook.receipt(record, position);
            record.setHeader(RecordHeaders.RECEIPT, receipt);
            events.quarantined(
                    receipt,
                    RecordHeaders.text(record, RecordHeaders.INTEGRATION).orElse("unknown"),
                    cause);
        }
        quarantine.keep(record, position, () -> faults.dealtWith(position));
    }

    /** It could be neither handed over nor quarantined: it is read again, and with it what came after it. */
    public void notTaken(Exchange exchange) {
        RecordPosition position = exchange.getProperty(POLLED, RecordPosition.class);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        events.routingFailed(List.of(position.toString()), failure);
        offsets.failed(position.partition(), position.offset());
    }

    /** Something could not be stored: what depends on it is read again, and with it what came after. */
    @SuppressWarnings("unchecked")
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        List<Polled> all = exchange.getProperty(AT_STAKE, List.of(), List.class);
        List<RoutedItem> made = exchange.getProperty(MADE, List.of(), List.class);
        made.forEach(item -> item.room().giveBack());
        List<Polled> current = all.stream().filter(this::current).toList();
        if (!current.isEmpty()) {
            events.routingFailed(current.stream().map(Polled::receipt).toList(), failure);
        }
        if (all.size() == 1) {
            faults.failed(all.get(0).position(), failure);
        }
        current.forEach(record ->
                offsets.failed(record.position().partition(), record.position().offset()));
    }

    private void failed(Polled record, Throwable failure) {
        RecordPosition position = record.position();
        faults.failed(position, failure);
        events.routingFailed(List.of(record.receipt()), failure);
        offsets.failed(position.partition(), position.offset());
    }

    /** Whether it may: it must not overtake one that failed, and must still be this relay's. */
    private boolean mayGoOn(Polled record) {
        if (!current(record)) {
            return false;
        }
        RecordPosition position = record.position();
        if (offsets.failing(position.partition()) || !placed(record)) {
            offsets.failed(position.partition(), position.offset());
            return false;
        }
        return true;
    }

    /** What is made of these is written as long as one of them is this relay's to route, and while that is sure. */
    Lanes.Wish wish(BooleanSupplier current) {
        return new Lanes.Wish() {
            @Override
            public boolean wanted() {
                return current.getAsBoolean();
            }

            @Override
            public boolean allowed() {
                return offsets.lease().isHeld();
            }
        };
    }

    boolean current(Polled record) {
        return record instanceof PolledWebhook webhook
                ? same(webhook.open(), decisions.of(webhook.position().partition()))
                : same(
                        ((PolledReplay) record).assignment(),
                        decisions.assignment(record.position().partition()));
    }

    /**
     * Whether it is handled next to the webhooks that it stems from. They have another relay, for a moment, while some of
     * several are of a version that knows no replays; or they are being read again.
     */
    private boolean placed(Polled record) {
        return record instanceof PolledWebhook
                || same(
                        ((PolledReplay) record).open(),
                        decisions.ofPartition(record.position().partition().partition()));
    }

    private static <T> boolean same(Optional<T> then, Optional<T> now) {
        return then.isPresent() && now.isPresent() && then.get() == now.get();
    }
}
