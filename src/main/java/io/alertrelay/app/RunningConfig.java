package io.alertrelay.app;

import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.status.ConfigState;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Watchdog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that is in force, and how the next one takes its place while the relay runs: somebody asks for it,
 * or its files have changed ({@link ConfigWatch}); they are read and compared ({@link Reloader}); and what can be
 * changed is switched over ({@link Switchover}), as soon as all is there that a switch needs.
 */
final class RunningConfig {
    /** Whoever filters the log by the names of its loggers knows these lines as App's. */
    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    private static final Duration LAST_RELOAD = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** A round may apply a new configuration, and wait for what is in flight in removed channels. */
    private static final Duration WATCH_LIMIT = Duration.ofMinutes(3);

    private volatile ConfigSnapshot current;
    private volatile Reloader.Switch switched = next -> {
        throw new Reloader.NotAppliedException("the relay is starting; ask again");
    };
    private volatile Runnable afterwards = () -> {};
    private final Reloader reloader;
    private final Optional<ConfigWatch> watch;

    /** @param file from which it can be read again; empty if it can't */
    RunningConfig(RelayConfig first, Optional<ConfigFile> file, MeterRegistry metrics, Clock clock) {
        this.current = ConfigSnapshot.first(first, clock.instant());
        this.reloader = new Reloader(file, () -> current, next -> switched.to(next), metrics, clock);
        // Compared with what was read, so that changes during the start are noticed, too.
        this.watch = file.map(read -> new ConfigWatch(
                read.digests(),
                read::files,
                () -> !read(reloader.isUnfinished() ? "tried again" : "a file was changed")
                        .mustBeRepeated()));
    }

    /** The configuration in force. */
    ConfigSnapshot current() {
        return current;
    }

    /** Puts the next one in force: what a switch does when all that it needs is there. */
    void put(ConfigSnapshot next) {
        current = next;
    }

    /** From now on reloads are applied. */
    void switchBy(Reloader.Switch how) {
        switched = how;
    }

    /** The relay is stopping: nothing is applied any more. */
    void stop() {
        switched = next -> {
            throw new Reloader.StoppingException();
        };
    }

    /** @param action run after each reload, whatever its result */
    void afterEachReload(Runnable action) {
        afterwards = action;
    }

    /** How the files differ from it. */
    ConfigState state() {
        return reloader;
    }

    /**
     * Reads the files, and applies what can be changed while the relay runs. If they have mistakes, nothing changes.
     *
     * @param why it is done, for the log
     */
    ReloadResult reload(String why) {
        ReloadResult result = read(why);
        if (!(result instanceof ReloadResult.Unchanged)) {
            watch.ifPresent(ConfigWatch::readElsewhere);
        }
        return result;
    }

    private ReloadResult read(String why) {
        ReloadResult result = reloader.reload(why);
        afterwards.run();
        return result;
    }

    /** Reloads when the files, or those that they name, have changed; the caller starts and closes it. */
    Repeated watching(Watchdog watchdog) {
        return repeated(watchdog, this::look);
    }

    /** Reloads while the last reload is not finished; the caller starts and closes it. */
    Repeated retrying(Watchdog watchdog) {
        return repeated(watchdog, this::retry);
    }

    private static Repeated repeated(Watchdog watchdog, Runnable look) {
        return new Repeated(
                "config-watch", watchdog.stage(Job.CONFIG_WATCH, "", WATCH_LIMIT), LOOK_EVERY, LOOK_EVERY, look::run);
    }

    /** Looks once whether the last reload is finished, and reloads if it is not. */
    void retry() {
        if (reloader.isUnfinished()) {
            look();
        }
    }

    /** Looks once whether the files have changed, and reloads if they have. */
    void look() {
        try {
            watch.ifPresent(ConfigWatch::poll);
        } catch (RuntimeException e) {
            LOG.error("the configuration's files can't be watched, tried again: {}", e.toString());
        }
    }

    /** Waits for the end of a reload that is under way, if there is one; not for ever. */
    void awaitReload() throws InterruptedException {
        reloader.awaitEnd(LAST_RELOAD);
    }
}
