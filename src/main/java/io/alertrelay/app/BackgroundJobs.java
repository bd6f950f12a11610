package io.alertrelay.app;

import io.alertrelay.channels.Channels;
import io.alertrelay.channels.RemovedChannels;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.status.Health;
import io.alertrelay.status.HealthDetails;
import io.alertrelay.status.KafkaMonitor;
import io.alertrelay.status.Relays;
import io.alertrelay.status.ReplayWatch;
import io.alertrelay.status.TroubleCount;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.time.Clock;
import java.util.function.Supplier;

/** The periodic jobs, each on its own thread, and what they need. */
record BackgroundJobs(HouseKeeping houseKeeping, RemovedChannels removed, TroubleCount troubles, Health health) {
    /** Starts them. */
    static BackgroundJobs start(
            Parts parts, Routing routing, Relays relays, Channels channels, Reloader reloader, KeyUses keyUses)
            throws InterruptedException {
        KafkaRuntime kafka = parts.kafka();
        Supplier<ConfigSnapshot> current = parts.current();
        Watchdog watchdog = parts.watchdog();
        Clock clock = parts.clock();
        Closing closing = parts.closing();
        Stage keeping = watchdog.stage(Job.HOUSE_KEEPING, "", HouseKeeping.LIMIT);
        HouseKeeping houseKeeping = new HouseKeeping(
                kafka.oldRecords(parts.ages(), keeping::progress),
                kafka.names(),
                kafka.groupOffsets(),
                kafka.keptCommits(),
                parts.config().kafka().retention(),
                keeping);
        closing.push(houseKeeping);
        houseKeeping.start();
        RemovedChannels removed = new RemovedChannels(
                kafka.clients(),
                kafka.groupOffsets(),
                kafka.backlog(),
                kafka.names(),
                () -> current.get().channelNames());
        ReplayWatch underWay = new ReplayWatch(kafka.clients(), kafka.names(), clock, watchdog.stage(Job.REPLAY_WATCH));
        closing.push(underWay);
        underWay.start();
        TroubleCount troubles =
                new TroubleCount(kafka.clients(), kafka.names(), clock, watchdog.stage(Job.TROUBLE_COUNT));
        closing.push(troubles);
        troubles.start();
        KafkaMonitor looks = new KafkaMonitor(
                kafka.groupOffsets(),
                kafka.backlog(),
                kafka.names(),
                relays,
                routing.progress(),
                kafka.clients().faults(),
                partition -> routing.webhooks().isAssigned(partition)
                        || channels.all().stream()
                                .anyMatch(channel -> channel.offsets().isAssigned(partition)),
                () -> current.get().channelNames(),
                removed,
                watchdog,
                clock);
        closing.push(looks);
        looks.start();
        Health ready = new Health(
                looks,
                channels,
                new HealthDetails(
                        kafka.describe(),
                        kafka.clients(),
                        kafka.names(),
                        parts.partitions(),
                        relays,
                        current::get,
                        reloader,
                        keyUses,
                        underWay,
                        troubles,
                        parts.events().recent()),
                reloader,
                watchdog,
                clock,
                kafka.isAlone());
        closing.push(ready);
        ready.start();
        return new BackgroundJobs(houseKeeping, removed, troubles, ready);
    }
}
