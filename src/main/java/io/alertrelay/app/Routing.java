package io.alertrelay.app;

import io.alertrelay.camel.IntakeSteps;
import io.alertrelay.camel.OpenAlertsByPartition;
import io.alertrelay.camel.RelayRoutes;
import io.alertrelay.camel.RouterSteps;
import io.alertrelay.camel.RoutingSteps;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Lease;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.replay.Replayer;
import io.alertrelay.status.RoutingProgress;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The stages that all channels share: from the public port to the topics, and replays.
 *
 * @param relay names this relay among those that share the work
 * @param webhooks tracks the offsets of the topic of webhooks
 * @param progress how far it is in that topic
 */
record Routing(
        String relay,
        OffsetTracker webhooks,
        RoutingProgress progress,
        Lanes lanes,
        RelayRoutes routes,
        Replayer replayer) {
    /** Starts them; routed events wait in the channels' topics until the channels start. */
    static Routing start(Parts parts) {
        KafkaRuntime kafka = parts.kafka();
        Supplier<ConfigSnapshot> current = parts.current();
        Watchdog watchdog = parts.watchdog();
        Closing closing = parts.closing();
        OffsetTracker webhooks = RelayRoutes.routingTracker();
        Lanes lanes = closing.started("lanes", kafka.lanes(), Lanes::start);
        String relay = "relay-" + HexFormat.of().toHexDigits(parts.random().nextInt());
        RelayRoutes routes = new RelayRoutes(
                kafka.clients(),
                kafka.names(),
                parts.partitions(),
                relay,
                kafka.instance(),
                webhooks,
                lanes,
                parts.config().server().ackTimeout(),
                parts.clock());
        OpenAlertsByPartition openAlerts = new OpenAlertsByPartition(
                kafka.clients(),
                kafka.names(),
                parts.partitions(),
                parts.config().routing().openAlertMaxAge(),
                parts.config().routing().maxOpenAlerts(Runtime.getRuntime().maxMemory()),
                () -> current.get().channelNames());
        parts.telemetry().watchOpenAlerts(openAlerts::size);
        RoutingSteps routing = new RoutingSteps(openAlerts, kafka.names(), webhooks, lanes, parts.telemetry());
        Stage routingPoll = watchdog.stage(Job.ROUTING_POLL);
        routes.bind(
                new IntakeSteps(() -> current.get().inspector(), parts.partitions()::of, parts.telemetry()),
                parts.telemetry(),
                routing,
                new RouterSteps(
                        () -> current.get().router(), openAlerts, lanes, routing, parts.telemetry(), parts.ages()),
                openAlerts,
                routingPoll,
                watchdog.stage(Job.ROUTER));
        Replayer replayer = new Replayer(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.names(),
                () -> current.get().config(),
                parts.partitions()::of,
                parts.clock(),
                parts.steady(),
                watchdog.stage(Job.REPLAYS));
        Stage replaysPoll = watchdog.stage(Job.REPLAYS_POLL);
        Lease replaying = routes.bindReplays(replayer::wake, replayer, replaysPoll);
        closing.push("routes", routes);
        routingPoll.working();
        replaysPoll.working();
        routes.start();
        replayer.start(routes.replayFeed(), replaying::isHeld);
        closing.push("replays", replayer);
        return new Routing(relay, webhooks, progress(webhooks, openAlerts), lanes, routes, replayer);
    }

    private static RoutingProgress progress(OffsetTracker webhooks, OpenAlertsByPartition openAlerts) {
        return new RoutingProgress() {
            @Override
            public OptionalLong handled(TopicPartition partition) {
                return webhooks.handled(partition);
            }

            @Override
            public int steps(TopicPartition partition) {
                return webhooks.steps(partition);
            }

            @Override
            public boolean isHeldUp(TopicPartition partition) {
                return webhooks.isHeldUp(partition);
            }

            @Override
            public boolean isPreparing(TopicPartition partition) {
                return openAlerts.isBeingRead(partition);
            }
        };
    }
}
