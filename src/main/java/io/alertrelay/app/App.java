package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.find.AlertFinder;
import io.alertrelay.find.AlertsResource;
import io.alertrelay.intake.Door;
import io.alertrelay.intake.DoorException;
import io.alertrelay.intake.Intake;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.intake.Nonces;
import io.alertrelay.kafka.EmbeddedBroker;
import io.alertrelay.kafka.TopicWatch;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.ReceiptWriter;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.HealthReport;
import io.alertrelay.management.ManagementException;
import io.alertrelay.management.ManagementServer;
import io.alertrelay.observe.Events;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.sandbox.SandboxException;
import io.alertrelay.time.Ages;
import io.alertrelay.time.SteadyClock;
import io.alertrelay.time.WallClockSteps;
import io.alertrelay.tracing.Spans;
import io.alertrelay.watchdog.Deadlocks;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole relay in this process: what {@code main}, the tests and the commands share. Starts from the inside out and
 * opens the door last; stops from the outside in.
 */
public final class App implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);
    private static final Duration LAST_ACKS = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** They unpack what is posted packed, and look at the processors' load. */
    private static final int WORKERS = 4;

    /** A look may put a new configuration into force, and wait for what is in flight in the channels that are gone. */
    private static final Duration CONFIG_WATCH_LIMIT = Duration.ofMinutes(3);

    private final RelayConfig config;
    private final StartupListener startup;
    private final Clock clock = Clock.systemUTC();
    /** For whatever waits: it never steps. */
    private final Clock steady = new SteadyClock(clock, System::nanoTime);

    private final InstantSource ages = new Ages(clock, steady);
    private final SecureRandom random = new SecureRandom();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final Closing closing = new Closing();
    private final AtomicReference<Runnable> lookAgain = new AtomicReference<>(() -> {});
    private final AtomicReference<Supplier<HealthReport>> health = new AtomicReference<>(() -> Health.not("starting"));
    private final ReceiptsResource receipts = new ReceiptsResource();
    private final AlertsResource alerts = new AlertsResource(System::nanoTime);
    private final ReplaysResource replays = new ReplaysResource(clock);
    private final LedgerDesk ledger = new LedgerDesk();
    private final RepairResource<DeadLetter> deadLetters =
            new RepairResource<>(ledger, DeadLetters::new, DeadLetters.TRAITS, clock);
    private final RepairResource<Quarantined> quarantine =
            new RepairResource<>(ledger, Quarantine::new, Quarantine.TRAITS, clock);
    private final AtomicReference<Snapshot> current;
    private final AtomicReference<Reloader.Switch> switched = new AtomicReference<>(not("starting; ask again"));
    private final AtomicReference<Api.Action> discard = new AtomicReference<>(App::starting);
    private final AtomicReference<Api.Question> test =
            new AtomicReference<>((body, operator) -> starting("", body, operator));
    private final AtomicReference<Api.Action> channelOrders = new AtomicReference<>(App::starting);
    private final Reloader reloader;
    private final Optional<ConfigWatch> watch;
    private final KeyUses keyUses = new KeyUses(clock, ages);
    private Door door;
    private int port;
    private int managementPort;

    private App(RelayConfig config, Optional<ConfigFile> file, StartupListener startup) {
        this.config = config;
        this.current = new AtomicReference<>(Snapshot.first(config, clock.instant()));
        this.reloader = new Reloader(file, current, next -> switched.get().to(next), metrics, clock);
        // From now on, so that what is changed while the relay starts is noticed too.
        this.watch = file.map(read ->
                new ConfigWatch(read::files, () -> !(reload("a file was changed") instanceof ReloadResult.Failed)));
        this.startup = startup;
    }

    /**
     * Starts a relay and returns when it takes webhooks.
     *
     * @param onFatal told when the embedded broker can't go on; the relay is of no use then
     * @throws StartException if it can't start; what had started is stopped again
     */
    public static App start(RelayConfig config, StartupListener startup, EmbeddedBroker.FatalFault onFatal)
            throws StartException {
        return start(config, Optional.empty(), startup, onFatal);
    }

    /**
     * Likewise.
     *
     * @param file from which the configuration can be read again; empty if it can't
     * @throws StartException if it can't start; what had started is stopped again
     */
    public static App start(
            RelayConfig config, Optional<ConfigFile> file, StartupListener startup, EmbeddedBroker.FatalFault onFatal)
            throws StartException {
        App app = new App(config, file, startup);
        try {
            app.start(onFatal);
            return app;
        } catch (DoorException | ManagementException e) {
            app.close();
            throw new StartException(e.getMessage(), e);
        } catch (StartException e) {
            app.close();
            throw e;
        } catch (Throwable e) {
            // Also an Error: what had started must not go on by itself.
            app.close();
            throw new StartException("the relay can't start: " + e.getMessage(), e);
        }
    }

    /** The public port that it listens on. */
    public int port() {
        return port;
    }

    /** The management port that it listens on. */
    public int managementPort() {
        return managementPort;
    }

    private void start(EmbeddedBroker.FatalFault onFatal) throws Exception {
        closing.push(watchdog);
        watchdog.start();
        closing.push(new ProcessMeters(metrics));
        Deadlocks deadlocks = new Deadlocks(watchdog.stage(Job.DEADLOCK));
        closing.push(deadlocks);
        deadlocks.start();
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
        closing.push(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS));
        Optional<Spans> spans = Spans.of(System.getenv());
        spans.ifPresent(closing::push);
        Events events = new Events(metrics, clock);
        events.expect(current.get().integrationNames(), current.get().channelNames());
        events.door().taking(false);
        if (config.sandbox().isPresent()) {
            Sandbox standIn = sandbox(vertx, config.sandbox().get().port());
            closing.push(standIn);
            config.channels().stream()
                    .filter(channel -> channel.pushUrl().endpoint().getPort() == standIn.port())
                    .forEach(channel ->
                            channel.pushUrl().integrationKey().ifPresent(key -> standIn.show(key, channel.name())));
            startup.step("sandbox Flashduty at http://127.0.0.1:" + standIn.port());
        }
        door = new Door(
                vertx,
                PublicPort.settings(config.server()),
                () -> current.get().keys(),
                keyUses,
                new Nonces(random),
                events.door(),
                clock);
        closing.push(door);
        Stage serving = watchdog.stage(Job.PUBLIC_PORT);
        serving.working();
        port = door.listen(serving::progress);
        new DoorMeters(metrics).bind(door);

        ManagementServer management = ManagementServer.start(
                config.management().host(),
                config.management().port(),
                config.management().hosts(),
                () -> health.get().get(),
                metrics,
                new Api(
                        Map.of(
                                "status",
                                item -> ApiAnswer.ok(health.get().get().details()),
                                "receipts",
                                receipts,
                                "webhooks",
                                new WebhooksResource(ledger),
                                "rules",
                                new RulesResource(ledger, current::get, clock),
                                "dead-letters",
                                deadLetters,
                                "quarantine",
                                quarantine,
                                "decisions",
                                new DecisionsResource(ledger),
                                "replays",
                                replays,
                                "history",
                                item -> ApiAnswer.ok(events.lately().toJson())),
                        Map.of(
                                "explain",
                                new ExplainQuestion(() -> current.get().config()),
                                "replays",
                                new AtATime(1, "plan of a replay").of(replays),
                                "what-if",
                                new AtATime(1, "what-if")
                                        .of(new WhatIfQuestion(
                                                ledger, () -> current.get().config(), clock)),
                                "dead-letters/discard",
                                deadLetters,
                                "quarantine/discard",
                                quarantine,
                                "quarantine/retry",
                                new AtATime(1, "retry").of(new RetryQuestion(quarantine)),
                                "test",
                                new AtATime(1, "test")
                                        .of((body, operator) -> test.get().answer(body, operator))),
                        Map.of(
                                "reload",
                                (item, body, operator) -> ReloadResource.answer(reload("asked for by HTTP")),
                                "discard",
                                (item, body, operator) -> discard.get().post(item, body, operator),
                                "channels",
                                (item, body, operator) -> channelOrders.get().post(item, body, operator),
                                "replays",
                                replays),
                        Map.of("alerts", alerts, "dead-letters", deadLetters, "quarantine", quarantine)));
        closing.push(management);
        managementPort = management.port();

        DiskGuard disk = DiskGuard.of(config.kafka());
        closing.push(disk);
        disk.awaitRoom(() -> health.set(() -> disk.amend(Health.not("starting"))));
        startup.step("starting Kafka");
        KafkaRuntime kafka = KafkaRuntime.start(config, clock, startup, onFatal);
        closing.push(kafka);
        startup.step("Kafka: " + kafka.describe());
        if (kafka.isAlone()) {
            new BrokerMeters(metrics).bind();
        }
        ClockWatch clocks = new ClockWatch(
                new WallClockSteps(clock, System::nanoTime),
                kafka.clients(),
                watchdog.stage(Job.CLOCK_WATCH, "", ClockWatch.LIMIT));
        closing.push(clocks);
        clocks.start();
        int created = kafka.ensureTopics(startup);
        startup.step("topics ready" + (created == 0 ? "" : ", " + created + " created"));
        RuleSetArchive archive = new RuleSetArchive(kafka.clients(), kafka.names(), clock);
        archive.keepOrWarn(config);

        Parts parts = new Parts(config, current::get, kafka, events, watchdog, clock, steady, ages, random, closing);
        Routing routing = Routing.start(parts);
        ChannelOrders orders = new ChannelOrders(kafka.clients(), kafka.names(), watchdog.stage(Job.CHANNEL_ORDERS));
        closing.push(orders);
        Channels channels = new Channels(
                routing.relay(),
                orders::standing,
                config.flashduty().accountRate(),
                routing.routes(),
                kafka.names(),
                events,
                spans.map(made -> made.around(events.deliveries())).orElse(events.deliveries()),
                random,
                clock,
                steady,
                watchdog);
        closing.push(channels);
        channels.start(config.channels());
        orders.start(channels::obey);
        // The stages stop in the order in which an alert goes through them.
        closing.push(routing.routes()::stopRouting);
        routing.lanes().overflowTo(channels.unstoredEvents(() -> current.get().channelNames()));
        TopicWatch topics = kafka.topicWatch(() -> current.get().channelNames());
        closing.push(topics);
        String host = RelayVersion.thisHost();
        LongHeld longHeld =
                new LongHeld(channels, kafka.clients().faults(), kafka.names(), current::get, kafka.isAlone(), clock);
        Relays relays = kafka.relays(
                () -> RelayVersion.of(routing.relay(), host, port, current.get(), longHeld.causes(), keyUses),
                channels.accountRate(),
                keyUses,
                watchdog.stage(Job.RELAYS));
        closing.push(relays);
        relays.start();
        topics.start();
        kafka.warmUp();
        startup.step("routes running: " + config.integrations().size() + " integrations, "
                + channels.all().size() + " channels");

        Lookouts lookouts = Lookouts.start(parts, relays, channels, reloader, keyUses);
        Health ready = lookouts.health();
        ready.bindTo(metrics);
        disk.start(
                held -> {
                    routing.webhooks().hold(held);
                    routing.replayer().hold(held);
                },
                lookouts.houseKeeping()::now,
                metrics,
                watchdog.stage(Job.DISK_GUARD));
        door.refuseWhile(disk::refusal);
        lookAgain.set(ready::gather);
        open(kafka, channels, current.get().config());
        discard.set(new DiscardResource(
                kafka.names(),
                kafka.groupOffsets(),
                lookouts.removed(),
                new Discards(
                        kafka.clients(),
                        kafka.groupOffsets(),
                        kafka.names(),
                        routing.routes()
                                .settlementLog(channel -> new ReceiptWriter(routing.relay(), OptionalInt.empty())),
                        events.deliveries(),
                        clock)));
        channelOrders.set(new ChannelsResource(channels, orders, kafka.isAlone(), clock));
        switched.set(new Switchover(kafka, archive, channels, current, next -> {
            ready.show();
            events.expect(next.integrationNames(), next.channelNames());
            open(kafka, channels, next.config());
        }));
        replays.open(() -> new Replays(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.names(),
                current.get().config(),
                clock));
        RefusalKeeper refusals = new RefusalKeeper(
                events.door().refused(),
                kafka.clients(),
                kafka.names(),
                routing.relay(),
                System::nanoTime,
                watchdog.stage(Job.REFUSALS));
        closing.push(refusals);
        refusals.start();
        closing.push(() -> {
            events.door().taking(false);
            stopTaking();
        });
        events.door().taking(true);
        Intake stored = routing.routes().intake();
        Intake intake = spans.map(made -> made.around(stored)).orElse(stored);
        OwnPost post = new OwnPost(intake, new Nonces(random), clock);
        test.set(new TestResource(current::get, disk::refusal, post, receipts::get, new Nonces(random), clock));
        SelfAudit audit = tellOfItself(parts, relays, lookouts.troubles(), disk, post);
        door.open(intake);
        // Last, so that nobody is sent here who would be turned away.
        health.set(() -> audit.amend(disk.amend(ready.read())));
    }

    /** Of several relays the one that has the first partition of webhooks tells for all. */
    private SelfAudit tellOfItself(Parts parts, Relays relays, TroubleCount troubles, DiskGuard disk, OwnPost post) {
        TopicPartition first = new TopicPartition(parts.kafka().names().webhooks(), 0);
        BooleanSupplier leads = () -> !relays.elsewhere(first);
        SelfAudit audit = new SelfAudit(
                parts.kafka(), current::get, leads, clock, watchdog.stage(Job.SELF_ALERT, "audit", SelfAudit.LIMIT));
        closing.push(audit);
        audit.start();
        SelfTeller teller =
                new SelfTeller(parts, leads, relays, troubles, disk, audit, post, watchdog.stage(Job.SELF_ALERT));
        closing.push(teller);
        teller.start();
        return audit;
    }

    /**
     * Reads the configuration again, and puts into force what can be changed while the relay runs. If it has mistakes,
     * nothing changes.
     *
     * @param why it is done, for the log
     */
    public ReloadResult reload(String why) {
        ReloadResult result = reloader.reload(why);
        lookAgain.get().run();
        return result;
    }

    /** From now on reloads the configuration when its files, or those of rules that it names, were changed. */
    public void watch() {
        ConfigWatch looks = watch.orElseThrow();
        Repeated rounds = new Repeated(
                "config-watch",
                watchdog.stage(Job.CONFIG_WATCH, "", CONFIG_WATCH_LIMIT),
                LOOK_EVERY,
                LOOK_EVERY,
                () -> look(looks));
        closing.push(rounds);
        rounds.start();
    }

    private static void look(ConfigWatch watch) {
        try {
            watch.poll();
        } catch (RuntimeException e) {
            LOG.error("the configuration's files can't be watched, tried again: {}", e.toString());
        }
    }

    /** From now on what is asked about alerts is answered by this configuration. */
    private void open(KafkaRuntime kafka, Channels channels, RelayConfig running) {
        Waits waits = new Waits(channels);
        ledger.open(Ledger.ofRunning(running, kafka.clients()));
        receipts.open(new Trails(kafka.clients(), kafka.groupOffsets(), kafka.names(), running, waits));
        alerts.open(new AlertFinder(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.names(),
                running,
                new Pipelines(running)::pipeline,
                waits,
                Math.min(AlertFinder.MOST_THREADS, Runtime.getRuntime().availableProcessors())));
    }

    private static ApiAnswer starting(String item, ObjectNode body, Optional<String> operator) {
        return ApiAnswer.error(503, "Starting", "the relay is starting");
    }

    private static Reloader.Switch not(String why) {
        return next -> {
            throw new Reloader.NotAppliedException("the relay is " + why);
        };
    }

    private Sandbox sandbox(Vertx vertx, int at) throws StartException {
        try {
            return Sandbox.start(vertx, at, clock);
        } catch (SandboxException e) {
            throw new StartException(
                    e.getMessage() + "; perhaps another relay runs: stop it, or choose another sandbox.port", e);
        }
    }

    /** No new webhooks; those between door and ack get their answer. */
    private void stopTaking() throws InterruptedException {
        health.set(() -> Health.not("stopping"));
        switched.set(not("stopping"));
        door.stopTaking();
        long end = System.nanoTime() + LAST_ACKS.toNanos();
        while (door.inFlight() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Stops in order: takes nothing new, finishes what is in flight, commits, closes. */
    @Override
    public void close() {
        closing.close();
    }
}
