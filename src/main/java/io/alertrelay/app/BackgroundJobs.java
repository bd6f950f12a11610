package io.alertrelay.app;

import io.alertrelay.channels.Channels;
import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.status.ConfigState;
import io.alertrelay.status.Health;
import io.alertrelay.status.HealthDetails;
import io.alertrelay.status.KafkaMonitor;
import io.alertrelay.status.Relays;
import io.alertrelay.status.ReplayWatch;
import io.alertrelay.status.TroubleCount;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;

/** The periodic jobs, each on its own thread, and what they need. */
record BackgroundJobs(HouseKeeping houseKeeping, RemovedChannels removed, TroubleCount troubles, Health health) {
    /**
     * Starts them.
     *
     * @param files how the configuration files differ from what runs
     */
    static BackgroundJobs start(
            Parts parts, Routing routing, Relays relays, Channels channels, ConfigState files, KeyUses keyUses)
            throws InterruptedException {
        KafkaRuntime kafka = parts.kafka();
        Closing closing = parts.closing();
        HouseKeeping houseKeeping = houseKeeping(parts);
        RemovedChannels removed = new RemovedChannels(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.backlog(),
                kafka.names(),
                () -> parts.current().get().channelNames());
        ReplayWatch underWay = closing.started(
                "replay watch",
                new ReplayWatch(
                        kafka.clients(),
                        kafka.names(),
                        parts.clock(),
                        parts.watchdog().stage(Job.REPLAY_WATCH)),
                ReplayWatch::start);
        TroubleCount troubles = closing.started(
                "trouble count",
                new TroubleCount(
                        kafka.clients(),
                        kafka.names(),
                        parts.clock(),
                        parts.watchdog().stage(Job.TROUBLE_COUNT)),
                TroubleCount::start);
        KafkaMonitor looks = monitor(parts, routing, relays, channels, removed);
        Health ready = health(
                parts,
                channels,
                looks,
                new HealthDetails(
                        kafka.describe(),
                        kafka.clients(),
                        kafka.names(),
                        parts.partitions(),
                        relays,
                        parts.current()::get,
                        files,
                        keyUses,
                        underWay,
                        troubles,
                        parts.telemetry().recent()),
                files);
        return new BackgroundJobs(houseKeeping, removed, troubles, ready);
    }

    private static HouseKeeping houseKeeping(Parts parts) {
        KafkaRuntime kafka = parts.kafka();
        Closing closing = parts.closing();
        Stage keeping = parts.watchdog().stage(Job.HOUSE_KEEPING, "", HouseKeeping.LIMIT);
        return closing.started(
                "house-keeping",
                new HouseKeeping(
                        kafka.oldRecords(parts.ages(), keeping::progress),
                        kafka.names(),
                        kafka.groupOffsets(),
                        kafka.keptCommits(),
                        parts.config().kafka().retention(),
                        keeping),
                HouseKeeping::start);
    }

    private static KafkaMonitor monitor(
            Parts parts, Routing routing, Relays relays, Channels channels, RemovedChannels removed)
            throws InterruptedException {
        KafkaRuntime kafka = parts.kafka();
        Closing closing = parts.closing();
        return closing.started(
                "Kafka monitor",
                new KafkaMonitor(
                        kafka.groupOffsets(),
                        kafka.backlog(),
                        kafka.names(),
                        relays,
                        routing.progress(),
                        kafka.clients().faults(),
                        partition -> routing.webhooks().isAssigned(partition)
                                || channels.all().stream()
                                        .anyMatch(channel -> channel.offsets().isAssigned(partition)),
                        () -> parts.current().get().channelNames(),
                        removed,
                        parts.watchdog(),
                        parts.clock()),
                KafkaMonitor::start);
    }

    private static Health health(
            Parts parts, Channels channels, KafkaMonitor looks, HealthDetails details, ConfigState files) {
        Closing closing = parts.closing();
        return closing.started(
                "health",
                new Health(
                        looks,
                        channels,
                        details,
                        files,
                        parts.watchdog(),
                        parts.clock(),
                        parts.steady(),
                        parts.kafka().isAlone()),
                Health::start);
    }
}
