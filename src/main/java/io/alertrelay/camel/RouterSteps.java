package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutableAlert;
import io.alertrelay.pipeline.RoutedSlice;
import io.alertrelay.pipeline.Router;
import io.alertrelay.pipeline.WebhookSlice;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The predicates and steps of {@code routes/router.camel.yaml}, and the turns that {@link TurnConsumer} hands out to
 * it: whatever waits is decided together, in batches of turns. For the routing thread.
 *
 * <p>A webhook is decided slice by slice, each integration in turn ({@link RoutingQueue}); how much is made of a
 * partition and not stored yet is bounded ({@link RoutingRoom}), so neither the number of alerts in a body nor that of
 * their channels matters.
 *
 * <p>Replayed events take the same way, on the same thread, so that none is accepted after a newer state of its alert.
 * Their topic has the same partitions as that of webhooks, and the group assigns both of a number to the same relay.
 */
public final class RouterSteps {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long ROOM_BYTES = 16L << 20;

    /** The memory that the results of one batch may take, in bytes. */
    private static final long BATCH_BYTES = 4L << 20;

    /** The memory that the results of one webhook may take before other integrations have a turn. */
    private static final long SLICE_BYTES = 512L << 10;

    /** The memory that the results of one partition may take until they are stored. */
    private static final long PARTITION_BYTES = 8L << 20;

    private static final int BATCH_TURNS = 500;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Supplier<Router> router;
    private final Lanes lanes;
    private final RoutingSteps routing;
    private final InstantSource ages;
    private final RoutingQueue queue;
    private final OpenAlertBound bound;
    private final OpenAlertsByPartition openAlerts;
    private final RoutingRoom room = new RoutingRoom(PARTITION_BYTES);
    private Map<Integer, DecidedPart> parts = new TreeMap<>();
    private List<ProducerRecord<byte[], byte[]>> turnDecisions = new ArrayList<>();
    private Optional<RoutingQueue.IntegrationQueue> taken = Optional.empty();
    private int turns;
    private long bytes;

    /**
     * @param router asked once for each webhook, so that each is routed as a whole by one configuration
     * @param lanes by which decisions and events are written
     * @param routing what the other routes of the stage do, and what waits
     * @param ages by which open alerts grow old
     */
    public RouterSteps(
            Supplier<Router> router,
            OpenAlertsByPartition openAlerts,
            Lanes lanes,
            RoutingSteps routing,
            Telemetry telemetry,
            InstantSource ages) {
        this.router = router;
        this.lanes = lanes;
        this.routing = routing;
        this.ages = ages;
        this.queue = routing.queue();
        this.openAlerts = openAlerts;
        this.bound = new OpenAlertBound(openAlerts.most(), openAlerts::all, telemetry);
    }

    /** The predicates of the route, by name. */
    public static Map<String, Predicate> predicates() {
        return Map.of(
                "replayedEvent", exchange -> exchange.getMessage().getBody() instanceof PolledReplay,
                "unreadableWebhook", exchange -> exchange.getMessage().getBody() instanceof Unreadable,
                "unreadableAlert", question(RoutableAlert::isUnreadable),
                "knownAlert", question(RoutableAlert::isKnown),
                "matchedByCase", question(RoutableAlert::isMatched));
    }

    /** The actions of the route, by name. */
    public Map<String, Processor> actions() {
        return Map.of(
                "letIn", exchange -> letIn(FromExchange.body(exchange, PolledReplay.class)),
                "quarantine", exchange -> quarantine(FromExchange.body(exchange, Unreadable.class)),
                "setAside", step(RoutableAlert::setAside),
                "follow", step(RoutableAlert::follow),
                "byCases", step(RoutableAlert::byCases),
                "byDefault", step(RoutableAlert::byDefault));
    }

    /**
     * The component {@code router:} — {@code to: router:records} queues a record for its integration, {@code from:
     * router:turns} is what waits, one turn after the other, and {@code from: router:decided} what a batch of turns has
     * decided, by partition.
     *
     * @param stage where the thread that decides reports progress
     */
    RelayComponent component(Stage stage) {
        // Camel makes all consumers before it starts one.
        CompletableFuture<DecidedConsumer> decided = new CompletableFuture<>();
        RelayComponent component = new RelayComponent()
                .from(
                        "turns",
                        (part, route) -> new TurnConsumer(
                                part, route, this, queue, its -> decided.join().handOut(its), stage))
                .from("decided", (part, route) -> {
                    DecidedConsumer consumer = new DecidedConsumer(part, route);
                    decided.complete(consumer);
                    return consumer;
                });
        component.to("records", routing::received);
        return component;
    }

    private static Predicate question(Function<RoutableAlert, Boolean> question) {
        return exchange -> {
            try {
                return question.apply(FromExchange.body(exchange, RoutableAlert.class));
            } catch (Error e) {
                // Camel's choice takes exceptions only: after an Error the exchange would never end.
                throw new IllegalStateException("the relay failed to route an alert", e);
            }
        };
    }

    private static Processor step(Consumer<RoutableAlert> step) {
        return exchange -> step.accept(FromExchange.body(exchange, RoutableAlert.class));
    }

    /** The next alerts of a webhook: the body that the route splits into these. */
    private record Slice(WebhookInProgress webhook, WebhookSlice alerts) implements Iterable<RoutableAlert> {
        @Override
        public Iterator<RoutableAlert> iterator() {
            return alerts;
        }
    }

    /** A webhook of which nothing can be routed, for that cause. */
    private record Unreadable(PolledWebhook webhook, String cause) {}

    /** Begins a batch, as soon as earlier results leave room for it. */
    void begin() {
        lanes.awaitRoom(ROOM_BYTES, PATIENCE);
        parts = new TreeMap<>();
        turns = 0;
        bytes = 0;
    }

    /**
     * Whether the batch has one more turn: not for a partition with too many results that are not stored yet. Records
     * that must not continue are dropped.
     */
    boolean hasTurn() {
        while (turns < BATCH_TURNS && bytes < BATCH_BYTES) {
            taken = queue.next(room::isFree);
            if (taken.isEmpty() || routing.mayGoOn(queue.first(taken.get()))) {
                return taken.isPresent();
            }
            queue.done(taken.get());
            turns++;
        }
        return false;
    }

    /** Takes the turn: the next slice of a webhook, or a replayed event. */
    Object take() {
        turns++;
        turnDecisions = new ArrayList<>();
        PolledRecord record = queue.first(taken.orElseThrow());
        return record instanceof PolledWebhook webhook ? slice(webhook, taken.orElseThrow()) : record;
    }

    private Object slice(PolledWebhook webhook, RoutingQueue.IntegrationQueue its) {
        OpenAlerts open = webhook.open().orElseThrow();
        int partition = partition(webhook);
        open.forgetOld(ages.instant())
                .forEach(key -> turnDecisions.add(
                        openAlerts.written(DecisionRecord.forget(key, routing.assignment()), partition)));
        try {
            WebhookInProgress underWay = its.underWay().isPresent()
                    ? its.underWay().get()
                    : new WebhookInProgress(webhook, router.get().begin(webhook.webhook()));
            its.underWay(underWay);
            return new Slice(underWay, underWay.routing().slice(open, SLICE_BYTES));
        } catch (Router.UnroutableException e) {
            return new Unreadable(webhook, String.valueOf(e.getMessage()));
        }
    }

    /** Accepts a replayed event, unless a newer state of its alert was routed meanwhile. */
    private void letIn(PolledReplay replay) {
        OpenAlerts open = replay.open().orElseThrow();
        ReplayDecision decision = open.replay(replay.replayed(), partition(replay), replay.at());
        if (decision instanceof ReplayDecision.LetIn letIn) {
            letIn.change()
                    .map(change -> openAlerts.written(change.draft(open.journalId()), partition(replay)))
                    .ifPresent(turnDecisions::add);
        }
        queue.done(taken.orElseThrow());
        made(new RoutedItem.OfReplay(replay, decision, room.take(partition(replay), replay.bytes())));
    }

    /** Keeps a webhook of which nothing can be routed in quarantine. */
    private void quarantine(Unreadable turn) {
        PolledWebhook webhook = turn.webhook();
        finished(webhook);
        made(new RoutedItem.Unroutable(webhook, turn.cause(), room.take(partition(webhook), webhook.bytes())));
    }

    /** The route has ended: the turn is decided. */
    void ended(Object turn) {
        if (turn instanceof Slice slice) {
            sliced(slice);
        }
    }

    private void sliced(Slice turn) {
        WebhookInProgress webhook = turn.webhook();
        int partition = partition(webhook.source());
        RoutedSlice slice = turn.alerts().routed();
        Optional<String> journalId = webhook.source().open().orElseThrow().journalId();
        slice.decisions()
                .forEach(d ->
                        turnDecisions.add(openAlerts.written(d.draft(routing.assignment(), journalId), partition)));
        webhook.slices().made();
        routing.worked(webhook.source());
        if (webhook.routing().hasNext()) {
            queue.endTurn(taken.orElseThrow());
        } else {
            webhook.slices().done();
            finished(webhook.source());
        }
        made(new RoutedItem.OfSlice(webhook, slice, room.take(partition, slice.bytes())));
    }

    private void finished(PolledWebhook webhook) {
        webhook.open().orElseThrow().routed(webhook.webhook().place());
        queue.done(taken.orElseThrow());
    }

    private void made(RoutedItem item) {
        part(partition(item.source())).add(turnDecisions, item);
        bytes += item.room().bytes();
    }

    /** The open alerts may be changed by half: they are read again, from this record on; earlier records continue. */
    void failed(Throwable failure) {
        PolledRecord record = queue.first(taken.orElseThrow());
        queue.done(taken.orElseThrow());
        routing.recordFailed(record, failure);
    }

    /**
     * Ends the batch: what was decided, by partition. If nothing could be, it waits for a moment until there is room.
     */
    List<DecidedPart> decided() {
        int decided = parts.values().stream()
                .mapToInt(part -> part.decisions().size())
                .sum();
        bound.keep(
                decided,
                routing.assignment(),
                (partition, record) -> part(partition).decisions().add(openAlerts.written(record, partition)));
        if (turns == 0) {
            room.awaitChange(LOOK_AGAIN_MILLIS);
        }
        return parts();
    }

    /** The batch is broken off: what was decided until then is read again. */
    void brokenOff(Throwable failure) {
        parts().forEach(part -> failed(part, failure));
    }

    /** What was decided for a partition can't go on: it is read again. */
    void failed(DecidedPart part, Throwable failure) {
        routing.itemsFailed(part.items(), failure);
    }

    private List<DecidedPart> parts() {
        List<DecidedPart> all = List.copyOf(parts.values());
        // Not kept: the next batch may not come for long.
        parts = new TreeMap<>();
        turnDecisions = new ArrayList<>();
        return all;
    }

    private DecidedPart part(int partition) {
        return parts.computeIfAbsent(partition, DecidedPart::empty);
    }

    private static int partition(PolledRecord record) {
        return record.position().partition().partition();
    }
}
