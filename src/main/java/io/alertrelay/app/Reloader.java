package io.alertrelay.app;

import io.alertrelay.config.ConfigDifference;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.status.ConfigState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed configuration while the relay runs: mistakes are logged, and the former configuration stays in
 * effect. What could not be completed is completed by the next reload, whatever the files say by then. One reload at a
 * time.
 */
final class Reloader implements ConfigState {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final ConfigDifference NO_DIFFERENCE = new ConfigDifference(List.of(), List.of());

    private final Optional<ConfigFile> file;
    private final Supplier<ConfigSnapshot> current;
    private final Switch applied;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** Whether some channels could not be changed to the current snapshot; for the thread that reloads. */
    private boolean incomplete;
    /** The relay's own faults in the attempt before this one: the trace of each is logged once; for the same thread. */
    private Set<String> faultsBefore = Set.of();

    private Set<String> faults = new HashSet<>();

    private volatile boolean unfinished;
    private volatile Optional<String> error = Optional.empty();
    private volatile ConfigDifference pending = NO_DIFFERENCE;

    /**
     * @param current the current snapshot
     * @param applied switches to the next one
     */
    Reloader(
            Optional<ConfigFile> file,
            Supplier<ConfigSnapshot> current,
            Switch applied,
            MeterRegistry metrics,
            Clock clock) {
        this.file = file;
        this.current = current;
        this.applied = applied;
        this.metrics = metrics;
        this.clock = clock;
        Gauge.builder("alert_relay_config_valid", this, r -> r.error.isEmpty() ? 1 : 0)
                .description("1 if the configuration files are what runs; 0 if they could not be loaded")
                .register(metrics);
        ReloadResult.COUNTED.forEach(result -> reloads(metrics, result));
    }

    private static Counter reloads(MeterRegistry metrics, String result) {
        return Counter.builder("alert_relay_config_reloads")
                .description("Times that the configuration was read again, by result")
                .tag("result", result)
                .register(metrics);
    }

    /** Why the files are not in effect; empty if they are. */
    @Override
    public Optional<String> error() {
        return error;
    }

    /** The keys whose changes in the files need a restart. */
    @Override
    public List<String> needRestart() {
        return pending.needRestart();
    }

    /**
     * Reads the files and applies them.
     *
     * @param why it is done, for the log
     */
    ReloadResult reload(String why) {
        oneAtATime.lock();
        try {
            faultsBefore = faults;
            faults = new HashSet<>();
            ReloadResult result = file.map(this::attempt).orElseGet(ReloadResult.NoFile::new);
            reloads(metrics, result.word()).increment();
            Optional<String> before = error;
            error = result.error(before);
            unfinished = result.mustBeRepeated();
            result.log(new ReloadResult.Attempt(LOG, why, current.get().version(), before));
            return result;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Whether the files must be read again, because of what the last reload could not do. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** Waits for the end of a current reload. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        if (oneAtATime.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            oneAtATime.unlock();
        }
    }

    private ReloadResult attempt(ConfigFile source) {
        try {
            return loadAndApply(source);
        } catch (StoppingException e) {
            return new ReloadResult.Stopping();
        } catch (RuntimeException | Error e) {
            return new ReloadResult.Failed(ownFault(e));
        }
    }

    private ReloadResult loadAndApply(ConfigFile source) throws StoppingException {
        ConfigSnapshot running = current.get();
        boolean owed = incomplete;
        RelayConfig loaded;
        try {
            loaded = source.load();
        } catch (InvalidConfigException e) {
            // Nobody knows when the files will be in order: what runs is completed before that.
            return new ReloadResult.Invalid(e.problems(), owed ? switchTo(running) : Optional.empty());
        }
        ConfigDifference difference = ConfigDifference.between(running.config(), loaded);
        boolean same = difference.changes().isEmpty();
        Optional<String> failure = Optional.empty();
        if (!same) {
            failure = switchTo(running.next(ConfigDifference.effective(running.config(), loaded), clock.instant()));
            if (failure.isPresent() && current.get() == running) {
                Optional<String> left = owed ? switchTo(running) : Optional.empty();
                return new ReloadResult.Failed(
                        failure.get() + left.map(ReloadResult::besides).orElse(""));
            }
        } else if (owed) {
            failure = switchTo(running);
        }
        boolean known = difference.needRestart().equals(pending.needRestart());
        pending = difference;
        String version = current.get().version();
        if (failure.isPresent()) {
            return new ReloadResult.Incomplete(
                    running.version(), version, same && known ? NO_DIFFERENCE : difference, failure.get());
        }
        return same && known
                ? new ReloadResult.Unchanged(version)
                : new ReloadResult.Applied(running.version(), version, difference);
    }

    /** Switches to it, or completes that; returns why it is not in effect completely, empty if it is. */
    private Optional<String> switchTo(ConfigSnapshot next) throws StoppingException {
        boolean before = incomplete;
        incomplete = true;
        try {
            List<String> left = applied.to(next);
            incomplete = !left.isEmpty();
            return incomplete
                    ? Optional.of(
                            "these channels could not be changed and are stopped, the alerts that wait in them are kept: "
                                    + String.join(", ", left))
                    : Optional.empty();
        } catch (NotAppliedException e) {
            incomplete = before;
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            return Optional.of(ownFault(e));
        }
    }

    /** Even an Error, such as a thread that can't be created, must be reported by health and retried. */
    private String ownFault(Throwable fault) {
        String cause = "the relay itself failed: " + fault;
        if (faults.add(cause) && !faultsBefore.contains(cause)) {
            LOG.error("the reload failed inside the relay", fault);
        }
        return cause;
    }

    /** Switches to another snapshot. */
    @FunctionalInterface
    interface Switch {
        /**
         * Switches to the snapshot, or completes an earlier switch to it.
         *
         * @return the channels that could not be changed yet, although it is in effect
         * @throws NotAppliedException if that is not possible now; then nothing was changed
         * @throws StoppingException if the relay is stopped meanwhile; parts of it may be in effect
         */
        List<String> to(ConfigSnapshot next) throws NotAppliedException, StoppingException;
    }

    /** The relay is stopping: its next start reads the files. */
    static final class StoppingException extends Exception {}

    /** A configuration can't be applied; the message says why, for operators. */
    static final class NotAppliedException extends Exception {
        NotAppliedException(String message) {
            super(message);
        }

        NotAppliedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
