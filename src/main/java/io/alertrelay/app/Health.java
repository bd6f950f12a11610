package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.kafka.Backlog;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.management.HealthReport;
import io.alertrelay.replay.ReplayJson;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be said of the relay at a glance: does Kafka answer, does it route, what does each channel do. */
final class Health {
    /** A consumer polls several times a second, and waits for what is in flight, 90 s at most, when it loses partitions. */
    private static final Duration SILENT = Duration.ofSeconds(120);

    private static final String HELD = "held";

    private final KafkaRuntime kafka;
    private final OffsetTracker webhooks;
    private final Channels channels;
    private final Relays relays;
    private final Supplier<Snapshot> snapshot;
    private final Reloader reloader;
    private final RemovedChannels removed;
    private final ReplayWatch replays;
    private final Clock clock;
    private final Backlog backlog;
    private final Instant startedAt;
    private Optional<ChannelMeters> meters = Optional.empty();

    /** @param snapshot the configuration that runs */
    Health(
            KafkaRuntime kafka,
            OffsetTracker webhooks,
            Channels channels,
            Relays relays,
            Supplier<Snapshot> snapshot,
            Reloader reloader,
            RemovedChannels removed,
            ReplayWatch replays,
            Clock clock) {
        this.kafka = kafka;
        this.webhooks = webhooks;
        this.channels = channels;
        this.relays = relays;
        this.snapshot = snapshot;
        this.reloader = reloader;
        this.removed = removed;
        this.replays = replays;
        this.clock = clock;
        this.backlog = kafka.backlog();
        this.startedAt = clock.instant();
    }

    /** What is said while the relay is not at work. */
    static HealthReport not(String status) {
        return new HealthReport(
                false, false, JsonNodeFactory.instance.objectNode().put("status", status));
    }

    /** Reads it now; asks Kafka, so not for an event loop. */
    HealthReport read() {
        Optional<Long> toRoute = toRoute();
        boolean silent =
                silent(webhooks, startedAt) || channels.all().stream().anyMatch(c -> silent(c.offsets(), c.since()));
        List<TopicFault> topicFaults = kafka.clients().faults().all();
        boolean faulty = !topicFaults.isEmpty()
                || channels.all().stream()
                        .anyMatch(c -> !(c.outbox().status().state() instanceof ChannelState.Running));
        String status = toRoute.isEmpty() || silent
                ? "down"
                : faulty || reloader.error().isPresent() ? "degraded" : "up";

        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("status", status);
        root.putObject("kafka").put("brokers", kafka.describe()).put("reachable", toRoute.isPresent());
        root.put("relays", relays.size());
        ArrayNode cluster = root.putArray("cluster");
        relays.members().forEach(member -> cluster.add(describe(member)));
        ObjectNode routing = root.putObject("routing");
        toRoute.ifPresent(n -> routing.put("waiting", n));
        ArrayNode topics = root.putArray("topic_faults");
        topicFaults.forEach(fault -> describe(fault, topics.addObject()));
        ArrayNode reading = root.putArray("reading");
        kafka.clients().reads().underWay().forEach(reading::add);
        ObjectNode lost = root.putObject("lost_records");
        kafka.clients().faults().lost().forEach(lost::put);
        describe(snapshot.get(), root);
        ArrayNode list = root.putArray("channels");
        channels.all().forEach(channel -> describe(channel, list.addObject()));
        ArrayNode gone = root.putArray("removed_channels");
        removed.list()
                .forEach(channel -> gone.addObject().put("name", channel.name()).put("waiting", channel.waiting()));
        ArrayNode underWay = root.putArray("replays");
        replays.lately().forEach(entry -> underWay.add(ReplayJson.of(entry)));
        return new HealthReport(toRoute.isPresent(), !"down".equals(status), root);
    }

    /** Shows the same as metrics. */
    void bindTo(MeterRegistry metrics) {
        Gauge.builder(
                        "alert_relay_routing_waiting",
                        this,
                        h -> h.toRoute().map(Long::doubleValue).orElse(Double.NaN))
                .description("Webhooks that are not routed yet")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_removed_channels_waiting",
                        this,
                        h -> h.removed.list().stream()
                                .mapToLong(RemovedChannels.Removed::waiting)
                                .sum())
                .description("Alerts that wait in channels that were removed from the configuration")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_topic_faults",
                        kafka,
                        k -> k.clients().faults().all().size())
                .description("Topics and partitions that can't be written or read, or are missing")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_lost_records",
                        kafka,
                        k -> k.clients().faults().lost().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .description("Records that were damaged on disk and are lost, as far as this relay has found them")
                .register(metrics);
        meters = Optional.of(new ChannelMeters(metrics, channels, this::waiting, this::state, clock));
        show();
    }

    /** From now on the metrics are those of the channels that run now. */
    void show() {
        meters.ifPresent(m ->
                m.show(channels.all().stream().map(c -> c.settings().name()).toList()));
    }

    private void describe(Snapshot running, ObjectNode root) {
        ObjectNode config = root.putObject("config");
        config.put("version", running.version())
                .put("loaded_at", running.since().toString());
        reloader.error().ifPresent(error -> config.put("error", error));
        if (!reloader.needRestart().isEmpty()) {
            ArrayNode later = config.putArray("needs_restart");
            reloader.needRestart().forEach(later::add);
        }
        ArrayNode integrations = root.putArray("integrations");
        running.config()
                .integrations()
                .forEach(integration -> integrations
                        .addObject()
                        .put("name", integration.name())
                        .put("rules", integration.rules().version()));
    }

    private static ObjectNode describe(Relays.Member member) {
        return member.version()
                .map(RelayVersion::toJson)
                .orElseGet(() -> JsonNodeFactory.instance
                        .objectNode()
                        .put("relay", member.relay())
                        .put("host", member.host()))
                .put("this", member.self());
    }

    private void describe(Channel channel, ObjectNode node) {
        OutboxStatus status = channel.outbox().status();
        node.put("name", status.channel()).put("state", status.state().word());
        waiting(channel).ifPresent(n -> node.put("waiting", n));
        node.put("in_flight", status.inFlight()).put("retrying", status.retrying());
        node.put("rate", channel.settings().rate().text()).put("rate_used", status.sentLastMinute());
        if (status.part() < 1) {
            node.put("slowed_to", (int) Math.round(status.part() * 100) + "%");
        }
        status.oldestReceivedAt().ifPresent(at -> node.put("oldest_received_at", at.toString()));
        status.lastDeliveredAt().ifPresent(at -> node.put("last_delivered_at", at.toString()));
        status.state().fault().ifPresent(cause -> node.put("cause", cause));
        status.state().faultSince().ifPresent(since -> node.put("since", since.toString()));
        kafka.clients()
                .faults()
                .of(kafka.names().channel(status.channel()))
                .ifPresent(fault -> node.put("state", HELD)
                        .put("cause", fault.where() + ": " + fault.cause())
                        .put("since", fault.since().toString()));
        status.state().nextAttempt().ifPresent(next -> node.put("next_attempt_at", next.toString()));
        status.lastFault()
                .ifPresent(fault -> node.putObject("last_fault")
                        .put("at", fault.at().toString())
                        .put("answer", fault.answer()));
    }

    private String state(Channel channel) {
        return kafka.clients()
                        .faults()
                        .of(kafka.names().channel(channel.settings().name()))
                        .isPresent()
                ? HELD
                : channel.outbox().status().state().word();
    }

    private static void describe(TopicFault fault, ObjectNode node) {
        node.put("topic", fault.topic());
        if (fault.partition() >= 0) {
            node.put("partition", fault.partition());
        }
        node.put("cause", fault.cause()).put("since", fault.since().toString());
    }

    private Optional<Long> toRoute() {
        return backlog.waiting(kafka.names().webhooks(), kafka.names().routingGroup());
    }

    private Optional<Long> waiting(Channel channel) {
        String name = channel.settings().name();
        return backlog.waiting(kafka.names().channel(name), kafka.names().channelGroup(name));
    }

    private boolean silent(OffsetTracker offsets, Instant since) {
        return offsets.lastPolledAt().orElse(since).plus(SILENT).isBefore(clock.instant());
    }
}
