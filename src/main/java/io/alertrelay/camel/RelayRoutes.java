package io.alertrelay.camel;

import io.alertrelay.concurrent.Parallel;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.intake.Intake;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Lease;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.RecordJson;
import io.alertrelay.time.PassedTime;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.processor.aggregate.GroupedMessageAggregationStrategy;

/** Camel with the routes of {@code routes/}, and what they refer to by name. */
public final class RelayRoutes implements AutoCloseable {
    /** Webhooks between the poll thread and the acks of their events: somewhat more than one poll returns. */
    private static final int ROUTING_WINDOW = 2_000;

    /** The same in bytes, for each partition; a relay may have all of them. */
    private static final long ROUTING_WINDOW_BYTES = 24L << 20;

    private static final int REPLAYS_WINDOW = 1_000;
    private static final long REPLAYS_WINDOW_BYTES = 4L << 20;
    private static final int INTAKE_BUFFER_BYTES = 160 << 20;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    /** Each takes a fifth of a second at most, unless Kafka is away. */
    private static final Duration LAST_POLLS = Duration.ofSeconds(2);
    /** Named one by one: a pattern would find a file twice where the class path has both the classes and the jar. */
    private static final String ROUTES = Stream.of(
                    "intake", "routing", "router", "events", "delivery", "push", "settlement", "replay")
            .map(stage -> "classpath:routes/" + stage + ".camel.yaml")
            .collect(Collectors.joining(","));

    /** How long Camel waits for a route that stops. */
    static final int STOP_SECONDS = 5;

    private final Main main = new Main();
    private final RelayComponent replay = new RelayComponent();
    private final KafkaClients clients;
    private final TopicNames topics;
    private final WebhookPartitions partitions;
    private final Clock clock;
    private final OffsetTracker webhooks;
    private final Lanes lanes;
    private final ChannelRoutes channels;

    /**
     * @param partitions that webhooks have
     * @param relay names this relay among those that share the work: it is the client's id of what routes
     * @param instance see {@link CamelComponents#kafka}
     * @param webhooks the offsets of the webhooks topic
     * @param lanes by which decisions are written
     * @param ackTimeout how long the intake waits for Kafka
     */
    public RelayRoutes(
            KafkaClients clients,
            TopicNames topics,
            WebhookPartitions partitions,
            String relay,
            Optional<String> instance,
            OffsetTracker webhooks,
            Lanes lanes,
            Duration ackTimeout,
            Clock clock) {
        this.clients = clients;
        this.topics = topics;
        this.partitions = partitions;
        this.clock = clock;
        this.webhooks = webhooks;
        this.lanes = lanes;
        this.channels = new ChannelRoutes(main, clients, topics, lanes, instance.isPresent(), clock);
        main.configure().withRoutesIncludePattern(ROUTES);
        main.configure().setShutdownTimeout(STOP_SECONDS);
        main.configure().setStartupRecorder("off");
        main.bind("threadPoolFactory", new PassingThreads());
        main.bind("kafka", CamelComponents.kafka(clients, instance));
        main.bind("http", CamelComponents.http());
        main.bind("https", CamelComponents.http());
        main.bind(
                "recorder",
                new RelayComponent()
                        .from(
                                "settlements",
                                (part, route) -> new SettlementConsumer(part, route, topics, clients.faults())));
        main.bind("replay", replay.from("events", (part, route) -> new ReplayConsumer(part, route, partitions)));
        main.bind("recordJson", RecordJson.mapper());
        main.bind("together", new GroupedMessageAggregationStrategy());
        main.bind("anyDeadLetters", SettlementConsumer.anyDeadLetters());
        DeliverySteps.predicates().forEach(main::bind);
        long ackMillis = ackTimeout.toMillis();
        Map.ofEntries(
                        Map.entry("topic.webhooks", topics.webhooks()),
                        Map.entry("topic.replayed", topics.replayed()),
                        Map.entry("topic.replays", topics.replays()),
                        Map.entry("group.replays", topics.replaysGroup()),
                        Map.entry("topic.quarantine", topics.quarantine()),
                        Map.entry("topic.receipts", topics.receipts()),
                        Map.entry("topic.dead-letters", topics.deadLetters()),
                        Map.entry("group.routing", topics.routingGroup()),
                        Map.entry("relay", relay),
                        Map.entry("intake.bufferMemory", INTAKE_BUFFER_BYTES))
                .forEach((name, value) -> main.addInitialProperty(name, String.valueOf(value)));
        main.addInitialProperty("intake.ackTimeoutMs", String.valueOf(ackMillis));
        main.addInitialProperty("intake.requestTimeoutMs", String.valueOf(Math.max(1, ackMillis * 3 / 4)));
    }

    /**
     * The steps that the routes call.
     *
     * @param telemetry notified of webhooks that can't be stored
     * @param polling where the thread that reads the webhooks reports progress
     * @param deciding where the thread that decides where alerts go does
     */
    public void bind(
            IntakeSteps intake,
            Telemetry telemetry,
            RoutingSteps routing,
            RouterSteps router,
            OpenAlertsByPartition openAlerts,
            Stage polling,
            Stage deciding) {
        IntakeSteps.predicates().forEach(main::bind);
        intake.actions().forEach(main::bind);
        main.bind(
                "intake",
                new RelayComponent()
                        .from(
                                "webhooks",
                                (part, route) -> new IntakeConsumer(
                                        part,
                                        route,
                                        topics,
                                        intake::inspection,
                                        partitions,
                                        clients.faults(),
                                        telemetry,
                                        PassedTime.ofSystem())));
        main.bind("routing", routing);
        main.bind("storeEvents", (Processor) routing::events);
        main.bind("router", router.component(deciding));
        RouterSteps.predicates().forEach(main::bind);
        router.actions().forEach(main::bind);
        main.bind("storeDecisions", new StoreDecisions(lanes, routing));
        main.bind(
                "routingClients",
                clients.settling(
                        webhooks, PartitionListener.draining(webhooks, DRAIN).andThen(openAlerts), clock, polling));
    }

    /**
     * The step that notifies of replays.
     *
     * @param news notified that there is something new in the topic of replays
     * @param leader notified when this relay is the one that carries replays out, and when it no longer is
     * @param polling where the thread that reads that topic reports progress
     * @return whether this relay is that one for sure
     */
    public Lease bindReplays(Runnable news, PartitionListener leader, Stage polling) {
        OffsetTracker offsets = new OffsetTracker(REPLAYS_WINDOW, REPLAYS_WINDOW_BYTES);
        replay.to("orders", exchange -> {
            // It is read from the topic itself: its place in the group says nothing.
            RecordPosition position = RecordPosition.of(exchange.getMessage());
            offsets.settled(position.partition(), position.offset());
            news.run();
        });
        main.bind("replayClients", clients.settling(offsets, leader, clock, polling));
        return offsets.lease();
    }

    /** A tracker with the bounds of the routing stage. */
    public static OffsetTracker routingTracker() {
        return new OffsetTracker(ROUTING_WINDOW, ROUTING_WINDOW_BYTES);
    }

    /** Starts the routes of the files. */
    public void start() {
        main.start();
    }

    /** The routes of the channels, which can be added once these are started. */
    public ChannelRoutes channels() {
        return channels;
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    /** Where the public port hands over webhooks, once started. */
    public Intake intake() {
        return (Intake) consumer("intake");
    }

    /** Where a replay hands over its events, once started. */
    public ReplayFeed replayFeed() {
        return (ReplayFeed) consumer("replayed");
    }

    /**
     * Where settlements are recorded, once started.
     *
     * @param writer the relay as the author of a channel's receipts; asked each time
     */
    public SettlementLog settlementLog(Function<String, ReceiptWriter> writer) {
        return ((SettlementConsumer) consumer("settlement")).log(writer);
    }

    private Consumer consumer(String route) {
        return RouteConsumers.of(context(), route);
    }

    /**
     * Stops reading the topics of webhooks and replays, and returns when everything that was read is routed, its
     * offsets are committed and other relays have the partitions. The routes behind it go on until then.
     */
    public void stopRouting() {
        Parallel.run("stop-routing", List.of(this::stopWebhooks, () -> RouteConsumers.stop(context(), "replays")));
    }

    private void stopWebhooks() {
        try {
            webhooks.drain(LAST_POLLS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RouteConsumers.stop(context(), "webhooks");
    }

    /**
     * Stops what is left once the consumers of topics have stopped. Camel stops routes one after the other, and waits
     * for the consumer and the producer's threads of each: with fifty channels that would exceed its timeout. So what
     * takes time is stopped beforehand, in parallel.
     */
    @Override
    public void close() {
        if (context() != null) {
            Parallel.run(
                    "stop-consumer",
                    context().getRoutes().stream()
                            .map(Route::getConsumer)
                            .<Runnable>map(consumer -> () -> RouteConsumers.stop(consumer))
                            .toList());
        }
        clients.closeProducers();
        main.stop();
    }
}
