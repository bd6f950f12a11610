package io.alertrelay.app;

import io.alertrelay.channels.ChannelOrders;
import io.alertrelay.channels.Channels;
import io.alertrelay.channels.ChannelsResource;
import io.alertrelay.channels.DiscardResource;
import io.alertrelay.channels.Discards;
import io.alertrelay.channels.WaitReasons;
import io.alertrelay.cli.CurrentUser;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.find.AlertFinder;
import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeServer;
import io.alertrelay.intake.IntakeServerException;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.intake.Nonces;
import io.alertrelay.journal.PartitionsResource;
import io.alertrelay.kafka.TopicWatch;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.management.HealthReport;
import io.alertrelay.management.ManagementException;
import io.alertrelay.management.ManagementServer;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartWait;
import io.alertrelay.reading.StartupListener;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.rulesets.RuleSetArchive;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.sandbox.SandboxException;
import io.alertrelay.status.Health;
import io.alertrelay.status.LateChannels;
import io.alertrelay.status.LongHeldChannels;
import io.alertrelay.status.RelayVersions;
import io.alertrelay.status.Relays;
import io.alertrelay.status.TroubleCount;
import io.alertrelay.testalert.InternalPost;
import io.alertrelay.testalert.TestQuestion;
import io.alertrelay.time.Ages;
import io.alertrelay.time.Deadline;
import io.alertrelay.time.PassedTime;
import io.alertrelay.time.SteadyClock;
import io.alertrelay.time.WallClockSteps;
import io.alertrelay.tracing.Spans;
import io.alertrelay.watchdog.Deadlocks;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The whole relay in this process: what {@code main}, the tests and the commands share. Starts from the inside out and
 * opens the public port last; stops from the outside in.
 */
public final class App implements AutoCloseable {
    private static final Duration LAST_ACKS = Duration.ofSeconds(3);
    /** They decompress bodies, and measure the processors' load. */
    private static final int WORKERS = 4;

    private final RelayConfig config;
    private final StartProgress startup;
    private final Clock clock = Clock.systemUTC();
    /** The clock for waits; never set back or forward. */
    private final Clock steady = new SteadyClock(clock, System::nanoTime);

    private final InstantSource ages = new Ages(clock, steady);
    private final SecureRandom random = new SecureRandom();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final Closing closing = new Closing();
    private volatile Supplier<HealthReport> health;
    private final RunningConfig running;
    private final ManagementApi api;
    private final KeyUses keyUses = new KeyUses(clock, ages);
    private int port;
    private int managementPort;

    private App(RelayConfig config, Optional<ConfigFile> file, StartupListener startup) {
        this.config = config;
        this.running = new RunningConfig(config, file, metrics, clock);
        this.startup = new StartProgress(startup);
        this.health = this.startup::report;
        this.api = new ManagementApi(running::current, clock);
    }

    /**
     * Starts a relay and returns when it accepts webhooks.
     *
     * @param onFatal notified when the embedded broker can't continue; then the relay can't either
     * @throws StartException if it can't start; what had started is stopped again
     */
    public static App start(RelayConfig config, StartupListener startup, EmbeddedBroker.FatalFault onFatal)
            throws StartException {
        return start(config, Optional.empty(), startup, onFatal);
    }

    /**
     * Starts a relay whose configuration may be read again, and returns when it accepts webhooks.
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
        } catch (IntakeServerException | ManagementException e) {
            app.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (StartException e) {
            app.close();
            throw e;
        } catch (Throwable e) {
            // Even after an Error what had started must not run on by itself.
            app.close();
            throw new StartException(StartFailure.message(e, config), e);
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

    /** Starts from the inside out; everything is closed in the reverse order. */
    private void start(EmbeddedBroker.FatalFault onFatal) throws Exception {
        closing.started("watchdog", watchdog, Watchdog::start);
        closing.push("process meters", new ProcessMeters(metrics));
        closing.started("deadlocks", new Deadlocks(watchdog.stage(Job.DEADLOCK)), Deadlocks::start);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                // Vert.x's cache of files would need a writable folder in /tmp; no files are served from disk.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        closing.push(
                "vert.x",
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS));
        Optional<Spans> spans = Spans.of(System.getenv());
        spans.ifPresent(made -> closing.push("spans", made));
        Telemetry telemetry = new Telemetry(metrics, clock);
        telemetry.expect(running.current().integrationNames(), running.current().channelNames());
        telemetry.intakeServer().taking(false);
        startSandbox(vertx);
        IntakeServer intakeServer = listen(vertx, telemetry);
        manage(telemetry);
        DiskGuard disk = DiskGuard.of(config.kafka());
        closing.push("disk guard", disk);
        disk.bindTo(metrics);
        disk.awaitRoom(() -> health = () -> disk.amend(startup.report()), new StartWait(startup));
        KafkaRuntime kafka = kafka(onFatal);
        WebhookPartitions partitions = kafka.webhookPartitions(startup);
        // Also because the brokers are no longer waited for, if they were.
        startup.step("partitions of webhooks: " + partitions.count());
        RuleSetArchive archive = new RuleSetArchive(kafka.clients(), kafka.names(), clock);
        archive.keepOrWarn(config);
        ChannelOrders orders = closing.push(
                "channel orders",
                new ChannelOrders(kafka.clients(), kafka.names(), partitions, watchdog.stage(Job.CHANNEL_ORDERS)));
        kafka.agreeOnPartitions(partitions);
        kafka.restoreCommits();
        Parts parts = new Parts(
                config, running::current, kafka, partitions, telemetry, watchdog, clock, steady, ages, random, closing);
        startup.working();
        Routing routing = Routing.start(parts);
        // It mostly waits, and the channels take as long.
        CompletableFuture<Void> warm =
                CompletableFuture.runAsync(kafka.topics()::warmUp, task -> new Thread(task, "warm-up").start());
        Channels channels = channels(kafka, routing, orders, telemetry, spans);
        warm.join();
        Relays relays = relays(kafka, partitions, routing, channels);
        startup.step("routes running: " + config.integrations().size() + " integrations, "
                + channels.all().size() + " channels");
        BackgroundJobs lookouts = BackgroundJobs.start(parts, routing, relays, channels, running.state(), keyUses);
        lookouts.health().bindTo(metrics);
        guard(disk, intakeServer, routing, lookouts);
        answer(kafka, routing, channels, orders, lookouts, telemetry);
        api.open(new PartitionsResource(
                kafka.clients(),
                kafka.names(),
                kafka.morePartitions(),
                partitions,
                orders::catchUp,
                kafka.isAlone() ? Optional.of(routing.relay()) : Optional.empty()));
        running.switchBy(new Switchover(kafka, archive, channels, running::put, next -> {
            lookouts.health().show();
            telemetry.expect(next.integrationNames(), next.channelNames());
            open(kafka, channels, next.config());
        }));
        // What was agreed on about partitions may have changed during the start.
        orders.catchUp();
        take(parts, intakeServer, routing, relays, lookouts, disk, spans);
    }

    /** Starts the stand-in for Flashduty, if it is configured. */
    private void startSandbox(Vertx vertx) throws StartException {
        if (config.sandbox().isPresent()) {
            Sandbox sandbox = closing.push(
                    "sandbox", sandbox(vertx, config.sandbox().get().port()));
            config.channels().stream()
                    .filter(channel -> channel.pushUrl().endpoint().getPort() == sandbox.port())
                    .forEach(channel ->
                            channel.pushUrl().integrationKey().ifPresent(key -> sandbox.show(key, channel.name())));
            startup.step("sandbox Flashduty at http://127.0.0.1:" + sandbox.port());
        }
    }

    /** Opens the public port, which answers 503 for now. */
    private IntakeServer listen(Vertx vertx, Telemetry telemetry) throws IntakeServerException {
        IntakeServer intakeServer = closing.push(
                "public port",
                new IntakeServer(
                        vertx,
                        config.server(),
                        () -> running.current().keys(),
                        keyUses,
                        new Nonces(random),
                        telemetry.intakeServer(),
                        clock,
                        System::nanoTime,
                        PassedTime.ofSystem()));
        Stage serving = watchdog.stage(Job.PUBLIC_PORT);
        serving.working();
        port = intakeServer.listen(serving::progress);
        new IntakeServerMeters(metrics).bind(intakeServer);
        return intakeServer;
    }

    private void manage(Telemetry telemetry) throws ManagementException {
        Gauge.builder("alert_relay_ready", this, app -> app.health.get().ready() ? 1 : 0)
                .description(
                        "1 while what is posted is taken and routed, as /health/ready says; 0 also while the relay starts or"
                                + " stops")
                .register(metrics);
        ManagementServer management = closing.push(
                "management port",
                ManagementServer.start(
                        config.management().host(),
                        config.management().port(),
                        config.management().hosts(),
                        () -> health.get(),
                        metrics,
                        api.api(
                                () -> health.get().details(),
                                telemetry.recent()::toJson,
                                () -> reload("asked for by HTTP"))));
        managementPort = management.port();
    }

    private KafkaRuntime kafka(EmbeddedBroker.FatalFault onFatal) throws StartException, InterruptedException {
        startup.step("starting Kafka");
        KafkaRuntime kafka = closing.push("Kafka", KafkaRuntime.start(config, clock, startup, onFatal));
        startup.step("Kafka: " + kafka.describe());
        if (kafka.isAlone()) {
            new BrokerMeters(metrics).bind();
        }
        closing.started(
                "clock watch",
                new ClockWatch(
                        new WallClockSteps(clock, System::nanoTime),
                        kafka.clients(),
                        watchdog.stage(Job.CLOCK_WATCH, "", ClockWatch.LIMIT)),
                ClockWatch::start);
        int created = kafka.topics().ensure(startup);
        startup.step("topics ready" + (created == 0 ? "" : ", " + created + " created"));
        return kafka;
    }

    private Channels channels(
            KafkaRuntime kafka, Routing routing, ChannelOrders orders, Telemetry telemetry, Optional<Spans> spans) {
        // It lets go of the channels when these are closed, and must have by the time that the routes are.
        closing.push("last reload", running::awaitReload);
        Channels channels = closing.push(
                "channels",
                new Channels(
                        routing.relay(),
                        orders::standing,
                        config.flashduty().accountRate(),
                        routing.routes(),
                        kafka.names(),
                        telemetry,
                        spans.map(made -> made.around(telemetry.deliveries())).orElse(telemetry.deliveries()),
                        random,
                        clock,
                        steady,
                        watchdog));
        channels.start(config.channels());
        orders.start(routing.relay(), channels::obey);
        // The stages stop in the order in which an alert goes through them.
        closing.push("routing", routing.routes()::stopRouting);
        routing.lanes()
                .overflowTo(channels.unstoredEvents(() -> running.current().channelNames()));
        return channels;
    }

    private Relays relays(KafkaRuntime kafka, WebhookPartitions partitions, Routing routing, Channels channels) {
        TopicWatch topics = closing.push(
                "topic watch",
                kafka.topics()
                        .watch(partitions, () -> running.current().channelNames(), watchdog.stage(Job.TOPIC_WATCH)));
        String host = CurrentUser.host();
        LongHeldChannels longHeld = new LongHeldChannels(
                channels, kafka.clients().faults(), kafka.names(), running::current, kafka.isAlone(), clock);
        LateChannels late = new LateChannels(
                channels, kafka.clients().faults(), kafka.names(), running::current, kafka.isAlone(), clock, steady);
        Relays relays = closing.push(
                "relays",
                kafka.relays(
                        () -> RelayVersions.running(
                                routing.relay(),
                                host,
                                port,
                                running.current(),
                                longHeld.causes(),
                                late.severities(),
                                keyUses),
                        channels.accountRate(),
                        keyUses,
                        steady,
                        watchdog.stage(Job.RELAYS)));
        relays.start();
        topics.start();
        return relays;
    }

    /** While the disk is full nothing is routed or accepted. */
    private void guard(DiskGuard disk, IntakeServer intakeServer, Routing routing, BackgroundJobs lookouts) {
        disk.start(
                held -> {
                    routing.webhooks().suspend(held);
                    routing.replayer().hold(held);
                },
                lookouts.houseKeeping()::now,
                watchdog.stage(Job.DISK_GUARD));
        intakeServer.refuseWhile(disk::refusal);
        running.afterEachReload(lookouts.health()::gather);
    }

    /** Lets the management port answer questions from now on. */
    private void answer(
            KafkaRuntime kafka,
            Routing routing,
            Channels channels,
            ChannelOrders orders,
            BackgroundJobs lookouts,
            Telemetry telemetry) {
        open(kafka, channels, running.current().config());
        Discards discards = new Discards(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.names(),
                routing.routes().settlementLog(channel -> new ReceiptWriter(routing.relay(), OptionalInt.empty())),
                telemetry.deliveries(),
                clock);
        api.open(
                new ChannelsResource(
                        channels::named,
                        orders,
                        () -> running.current().channelNames(),
                        name -> kafka.clients().faults().of(kafka.names().channel(name)),
                        kafka.isAlone(),
                        clock),
                new DiscardResource(kafka.names(), kafka.groupOffsets(), lookouts.removed(), discards));
    }

    /** Begins to accept webhooks. */
    private void take(
            Parts parts,
            IntakeServer intakeServer,
            Routing routing,
            Relays relays,
            BackgroundJobs lookouts,
            DiskGuard disk,
            Optional<Spans> spans) {
        Telemetry telemetry = parts.telemetry();
        closing.started(
                "refusal keeper",
                new RefusalKeeper(
                        telemetry.intakeServer().refused(),
                        parts.kafka().clients(),
                        parts.kafka().names(),
                        routing.relay(),
                        System::nanoTime,
                        watchdog.stage(Job.REFUSALS)),
                RefusalKeeper::start);
        closing.push("taking", () -> {
            telemetry.intakeServer().taking(false);
            stopTaking(intakeServer);
        });
        telemetry.intakeServer().taking(true);
        Intake stored = routing.routes().intake();
        Intake intake = spans.map(made -> made.around(stored)).orElse(stored);
        InternalPost post = new InternalPost(intake, new Nonces(random), clock);
        api.open(closing.push(
                "test alerts",
                new TestQuestion(running::current, disk::refusal, post, api::trail, new Nonces(random), clock)));
        SelfAudit audit = startSelfAlerts(parts, routing, relays, lookouts.troubles(), disk, post);
        intakeServer.open(intake, telemetry::eventsRouted);
        ReachedBounds bounds = new ReachedBounds(intakeServer::isReached);
        // Last, so that no load balancer sends requests that would be refused.
        health = () -> bounds.amend(audit.amend(disk.amend(lookouts.health().read())));
    }

    /** Of several relays the one that has the first partition of webhooks reports for all. */
    private SelfAudit startSelfAlerts(
            Parts parts, Routing routing, Relays relays, TroubleCount troubles, DiskGuard disk, InternalPost post) {
        TopicPartition first = new TopicPartition(parts.kafka().names().webhooks(), 0);
        // A relay that is alone leads while its consumer connects again, too.
        BooleanSupplier leads =
                () -> (parts.kafka().isAlone() || routing.webhooks().isAssigned(first)) && !relays.elsewhere(first);
        SelfAudit audit = closing.started(
                "self-audit",
                new SelfAudit(
                        parts.kafka(),
                        running::current,
                        leads,
                        clock,
                        steady,
                        watchdog.stage(Job.SELF_ALERT, "audit", SelfAudit.LIMIT)),
                SelfAudit::start);
        audit.bindTo(metrics);
        closing.started(
                "self-alerter",
                new SelfAlerter(parts, leads, relays, troubles, disk, audit, post, watchdog.stage(Job.SELF_ALERT)),
                SelfAlerter::start);
        return audit;
    }

    /**
     * Reads the configuration again, and applies what can be changed while the relay runs. If it has mistakes, nothing
     * changes.
     *
     * @param why it is done, for the log
     */
    public ReloadResult reload(String why) {
        return running.reload(why);
    }

    /** Begins to reload the configuration when its files, or the files of rules that it names, have changed. */
    void watch() {
        closing.started("configuration watch", running.watching(watchdog), Repeated::start);
    }

    /** Begins to reload the configuration while the last reload is not in force, or not all of it. */
    void retryReloads() {
        closing.started("reload retries", running.retrying(watchdog), Repeated::start);
    }

    /** Begins to watch that the lines of the log are read. */
    void watch(LogOut lines) {
        lines.reportTo(watchdog.stage(Job.LOG));
    }

    /** Lets questions about alerts be answered with this configuration. */
    private void open(KafkaRuntime kafka, Channels channels, RelayConfig now) {
        WaitReasons waits = new WaitReasons(channels);
        api.open(
                Ledger.ofRunning(now, kafka.clients(), kafka.groupOffsets(), waits),
                new AlertFinder(
                        kafka.clients(),
                        kafka.groupOffsets(),
                        kafka.names(),
                        now,
                        new Pipelines(now)::pipeline,
                        waits,
                        Math.min(AlertFinder.MOST_THREADS, Runtime.getRuntime().availableProcessors())));
    }

    private Sandbox sandbox(Vertx vertx, int at) throws StartException {
        try {
            return Sandbox.start(vertx, at, clock);
        } catch (SandboxException e) {
            throw new StartException(
                    e.getMessage() + "; perhaps another relay runs: stop it, or choose another sandbox.port", e);
        }
    }

    /** Accepts no new webhooks; those in flight get their answer. */
    private void stopTaking(IntakeServer intakeServer) throws InterruptedException {
        health = () -> Health.notRunning("stopping");
        running.stop();
        intakeServer.stopTaking();
        Deadline end = Deadline.after(LAST_ACKS);
        while (intakeServer.inFlight() > 0 && !end.isOver()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Stops in order: accepts nothing new, finishes what is in flight, commits, closes. */
    @Override
    public void close() {
        closing.close();
    }
}
