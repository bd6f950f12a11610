package io.alertrelay.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.channels.Channel;
import io.alertrelay.channels.ChannelView;
import io.alertrelay.channels.Channels;
import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.json.Json;
import io.alertrelay.management.HealthReport;
import io.alertrelay.text.BuildVersion;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Job.Effect;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stall;
import io.alertrelay.watchdog.Watchdog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The state of the relay at a glance: does Kafka answer, does it route, what does each channel do. A background thread
 * gathers it every second; queries are answered from memory at once, whatever is stuck, with the time of the data.
 */
public final class Health implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Older data is not to be relied on. */
    private static final Duration OLD = Duration.ofSeconds(10);

    private final KafkaMonitor kafka;
    private final Channels channels;
    private final HealthDetails details;
    private final ConfigState reloader;
    private final Watchdog watchdog;
    private final Clock clock;
    private final Clock steady;
    private final boolean alone;
    private final Repeated gathering;
    private volatile Gathered gathered;
    private Optional<ChannelMeters> meters = Optional.empty();
    private Optional<UnresolvedMeters> unresolved = Optional.empty();
    private Optional<KeyMeters> keys = Optional.empty();

    /**
     * @param steady a monotonic clock
     * @param alone whether no other relay can deliver to a channel that this one does not deliver to
     */
    public Health(
            KafkaMonitor kafka,
            Channels channels,
            HealthDetails details,
            ConfigState reloader,
            Watchdog watchdog,
            Clock clock,
            Clock steady,
            boolean alone) {
        this.kafka = kafka;
        this.channels = channels;
        this.details = details;
        this.reloader = reloader;
        this.watchdog = watchdog;
        this.clock = clock;
        this.steady = steady;
        this.alone = alone;
        this.gathering = new Repeated("gathering", watchdog.stage(Job.GATHERING), EVERY, EVERY, this::gather);
        gather();
    }

    /** The report while the relay is not running. */
    public static HealthReport notRunning(String status) {
        return new HealthReport(false, false, head(status));
    }

    /** Begins to gather. */
    public void start() {
        gathering.start();
    }

    /** The latest report; never blocks. */
    public HealthReport read() {
        Gathered now = gathered;
        List<Problem> problems = problems(now);
        boolean down = problems.stream().anyMatch(problem -> problem.effect() != Effect.PART);
        boolean routes = problems.stream().noneMatch(problem -> problem.effect() == Effect.NOT_ROUTED);
        boolean degraded = !problems.isEmpty()
                || now.faulty()
                || reloader.error().isPresent()
                || !details.faults().lost().isEmpty();

        ObjectNode root = head(down ? "down" : degraded ? "degraded" : "up");
        root.put("as_of", now.overview().at().toString());
        root.set("problems", Json.tree(problems));
        root.setAll(now.details().deepCopy());
        return new HealthReport(routes, !down, root);
    }

    private static ObjectNode head(String status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("version", BuildVersion.text())
                .put(
                        "started_at",
                        Instant.ofEpochMilli(
                                        ManagementFactory.getRuntimeMXBean().getStartTime())
                                .toString());
    }

    /** Exports the same as metrics. */
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder(
                        "alert_relay_routing_waiting",
                        this,
                        h -> h.kafka.unrouted().map(Long::doubleValue).orElse(Double.NaN))
                .description("Webhooks that this relay has to route, when Kafka said so last")
                .register(metrics);
        Gauge.builder("alert_relay_kafka_reachable", this, h -> h.kafka.latest().isCurrent() ? 1 : 0)
                .description(
                        "1 while Kafka answers, and the routing group's coordinator; while it is 0, what waits is what"
                                + " they said last")
                .register(metrics);
        Gauge.builder("alert_relay_health_age_seconds", this, h -> h.age().toMillis() / 1000.0)
                .description("Age of what the other gauges say")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_removed_channels_waiting",
                        this,
                        h -> h.kafka.latest().removed().stream()
                                .mapToLong(RemovedChannels.RemovedChannel::waiting)
                                .sum())
                .description("Alerts that wait in channels that were removed from the configuration")
                .register(metrics);
        Gauge.builder("alert_relay_topic_faults", details, d -> d.faults().all().size())
                .description(
                        "Topics and partitions that can't be written or read, are missing, or have settings that a relay refuses at its start")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_lost_records",
                        details,
                        d -> d.faults().lost().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .description(
                        "Records that were damaged on disk, or deleted in Kafka before they were read, as far as this relay has found them")
                .register(metrics);
        StageMeters.bind(watchdog, metrics);
        meters = Optional.of(new ChannelMeters(metrics, () -> gathered.overview(), clock));
        unresolved = Optional.of(new UnresolvedMeters(details.troubles(), metrics));
        keys = Optional.of(new KeyMeters(metrics));
        show();
    }

    /** Updates the metrics to the channels that are running. */
    public void show() {
        gather();
        List<String> names =
                gathered.overview().channels().stream().map(ChannelView::name).toList();
        meters.ifPresent(m -> m.show(names));
        unresolved.ifPresent(u -> u.show(names, details.integrations()));
        keys.ifPresent(k -> k.show(details.keys(), details.integrations()));
    }

    private List<Problem> problems(Gathered now) {
        List<Problem> problems = new ArrayList<>();
        KafkaReading latest = kafka.latest();
        Duration old = Duration.between(latest.at(), clock.instant()).abs();
        if (!latest.reachable()) {
            problems.add(Problem.kafkaAway(old));
        } else if (!latest.coordinated()) {
            problems.add(Problem.uncoordinated(old));
        }
        problems.addAll(cutOff(latest));
        watchdog.stalls().stream().map(Problem::of).forEach(problems::add);
        if (age().compareTo(OLD) > 0 && watchdog.stalls().stream().noneMatch(stall -> stall.job() == Job.GATHERING)) {
            problems.add(Problem.of(new Stall(
                    Job.GATHERING, "", age(), "it is of " + now.overview().at())));
        }
        return problems;
    }

    /** Of partitions without a leader, and of those whose leader does not answer. */
    private List<Problem> cutOff(KafkaReading latest) {
        List<String> refused = details.integrationsIn(latest.cutOff());
        boolean all = refused.containsAll(details.integrations());
        return latest.cutOff().stream().collect(Collectors.partitioningBy(KafkaReading.CutOff::led)).values().stream()
                .filter(cut -> !cut.isEmpty())
                .map(cut -> Problem.cutOff(details.webhooks(), cut, details.integrationsIn(cut), all, clock.instant()))
                .toList();
    }

    private Duration age() {
        return Duration.between(gathered.since(), steady.instant());
    }

    /** Gathers at once, so that the next answer includes what has just changed. */
    public synchronized void gather() {
        KafkaReading reading = kafka.latest();
        List<ChannelView> views =
                channels.all().stream().map(channel -> look(channel, reading)).toList();
        Overview overview = new Overview(clock.instant(), reading, views);
        Optional<Long> unrouted = kafka.unroutedAnywhere();
        unrouted.ifPresent(details.recent()::unrouted);
        details.recent()
                .waiting(views.stream()
                        .collect(Collectors.toMap(
                                ChannelView::name,
                                view -> view.waiting()
                                        .orElse((long) view.status().waiting()))));
        boolean faulty = !details.faults().all().isEmpty()
                || views.stream().anyMatch(view -> isFaulty(view.status().state()));
        gathered = new Gathered(overview, details.of(overview, unrouted), faulty, steady.instant());
    }

    /** A pause by an operator is no fault, and neither is what the channel suffered from before it. */
    private static boolean isFaulty(ChannelState state) {
        return !(state instanceof ChannelState.Running || state instanceof ChannelState.Paused);
    }

    private ChannelView look(Channel channel, KafkaReading reading) {
        boolean here = alone || channel.offsets().isAssigned();
        ChannelView view = new ChannelView(
                channel.settings(),
                channel.outbox().status(),
                reading.waiting(details.topic(channel.settings().name()), channel.offsets()::unsettledBefore),
                details.faults().of(details.topic(channel.settings().name())),
                here);
        channel.stages().look(view.status(), view.waiting(), here, channels.isStopped(view.name()));
        return view;
    }

    @Override
    public void close() {
        gathering.close();
    }

    /** @param since when, by the monotonic clock */
    private record Gathered(Overview overview, ObjectNode details, boolean faulty, Instant since) {}
}
