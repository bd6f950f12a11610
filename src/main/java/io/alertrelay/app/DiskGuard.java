package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.Brokers;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.kafka.embedded.DiskRoom;
import io.alertrelay.kafka.embedded.DiskRoom.DiskState;
import io.alertrelay.kafka.embedded.DiskRoom.Level;
import io.alertrelay.management.HealthReport;
import io.alertrelay.reading.StartWait;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the free space on the disk of the data folder, and stops intake and routing before Kafka runs out of it:
 * Kafka itself does not survive a full disk. Does nothing for a cluster, which has disks of its own.
 */
final class DiskGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    /** What the public port can accept in a quarter of a second is little compared with what is kept free. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    /** One in this many also writes a small file: every five seconds. */
    private static final int LOOKS_TO_A_WRITE = 20;
    /** One in this many asks for room to be made: what waited may be delivered by then, and can be deleted. */
    private static final int LOOKS_TO_A_CLEARANCE = 240;

    private final Optional<DiskRoom> room;
    private volatile Optional<DiskState> last;
    private Level announced = Level.ENOUGH;
    private int looks;
    private int looksWithLittle;
    private Optional<Repeated> rounds = Optional.empty();
    private Consumer<Boolean> holdRouting = wanted -> {};
    private Runnable clear = () -> {};

    /** @param room empty if there is no disk to watch */
    DiskGuard(Optional<DiskRoom> room) {
        this.room = room;
        this.last = room.map(DiskRoom::tryWriting);
    }

    /** The guard of the embedded broker's disk. */
    static DiskGuard of(KafkaSettings kafka) {
        return new DiskGuard(
                kafka.brokers() instanceof Brokers.Embedded own
                        ? Optional.of(new DiskRoom(own.data(), kafka.minFree()))
                        : Optional.empty());
    }

    /** Exports what is free, and whether that is too little; also while a start waits for room. */
    void bindTo(MeterRegistry metrics) {
        if (room.isEmpty()) {
            return;
        }
        Gauge.builder(
                        "alert_relay_disk_free_bytes",
                        this,
                        g -> g.last.map(DiskState::free).orElse(0L))
                .description("Free on the disk of the embedded broker's data folder")
                .register(metrics);
        Gauge.builder(
                        "alert_relay_disk_wanted_bytes",
                        this,
                        g -> g.last.map(DiskState::wanted).orElse(0L))
                .description("With less free than this no new webhooks are taken")
                .register(metrics);
        Gauge.builder("alert_relay_disk_full", this, g -> g.level() == Level.ENOUGH ? 0 : 1)
                .description("1 while no new webhooks are accepted for lack of disk space")
                .register(metrics);
    }

    /**
     * Returns when there is enough room to start.
     *
     * @param begun run, once, if there is not enough yet
     * @param waiting told what is waited for
     */
    void awaitRoom(Runnable begun, StartWait waiting) throws InterruptedException {
        if (level() == Level.NONE) {
            begun.run();
        }
        while (level() == Level.NONE) {
            announce();
            waiting.on("space to write in the data folder " + last.orElseThrow().folder());
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            last = room.map(DiskRoom::tryWriting);
        }
        announce();
    }

    /**
     * Begins to check periodically.
     *
     * @param hold called with whether routing has to wait, whenever that may have changed; must not take long
     * @param clearance asked to make room when there is little, and then every minute; must not take long
     * @param stage where it reports progress
     */
    void start(Consumer<Boolean> hold, Runnable clearance, Stage stage) {
        if (room.isEmpty()) {
            stage.close();
            return;
        }
        holdRouting = hold;
        clear = clearance;
        holdRouting.accept(level() == Level.NONE);
        rounds = Optional.of(new Repeated("disk-guard", stage, LOOK_EVERY, LOOK_EVERY, this::look));
        rounds.get().start();
    }

    /** The last reading; empty if no disk is watched. */
    Optional<DiskState> reading() {
        return last;
    }

    /** Why no new webhooks are accepted, as senders are told; empty if they are. Does not block. */
    Optional<String> refusal() {
        return level() == Level.ENOUGH ? Optional.empty() : Optional.of("the relay has no space to store it");
    }

    /** Adds the state of the disk, and reports the relay as down if the disk requires it. */
    HealthReport amend(HealthReport report) {
        Optional<DiskState> now = last;
        if (now.isEmpty()) {
            return report;
        }
        ObjectNode node = report.details()
                .putObject("disk")
                .put("folder", now.get().folder().toString())
                .put("free_bytes", now.get().free())
                .put("wanted_bytes", now.get().wanted());
        if (now.get().level() == Level.ENOUGH) {
            return report;
        }
        // A start that waits for space delivers nothing yet, so there is nothing that a restart would stop.
        boolean waits = report.details().has("waiting_for");
        node.put("problem", now.get().text() + (waits ? "" : now.get().effect()));
        report.details().put("status", "down");
        return new HealthReport(false, false, report.details());
    }

    private Level level() {
        return last.map(DiskState::level).orElse(Level.ENOUGH);
    }

    private void look() {
        looks++;
        last = room.map(looks % LOOKS_TO_A_WRITE == 0 ? DiskRoom::tryWriting : DiskRoom::look);
        announce();
        looksWithLittle = level() == Level.ENOUGH ? 0 : looksWithLittle + 1;
        if (looksWithLittle % LOOKS_TO_A_CLEARANCE == 1) {
            clear.run();
        }
    }

    private void announce() {
        Level now = level();
        if (now == announced) {
            return;
        }
        DiskState reading = last.orElseThrow();
        switch (now) {
            case ENOUGH -> LOG.info("there is space on the disk of {} again: webhooks are accepted", reading.folder());
            case LITTLE ->
                LOG.error("{}. Until then webhooks are answered 503; waiting alerts are delivered", reading.text());
            case NONE ->
                LOG.error(
                        "{}. Until then webhooks are answered 503 and nothing is routed; what is routed is delivered,"
                                + " by a relay that runs: do not restart it",
                        reading.text());
        }
        announced = now;
        holdRouting.accept(now == Level.NONE);
    }

    @Override
    public void close() {
        rounds.ifPresent(Repeated::close);
    }
}
