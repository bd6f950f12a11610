package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A running replay and its reported progress. For one thread. */
final class RunningReplay {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    private final String id;
    private final ReplayState.Running running;
    private final ReplayRun run;
    private final RelayConfig by;
    private Map<String, ReplayProgress.OfChannel> last = Map.of();
    private Instant movedAt;
    private Instant reportedAt;
    private Optional<ReplayProgress> written = Optional.empty();

    /**
     * A replay that runs from now on.
     *
     * @param by its configuration
     * @param now by the steady clock, like all times here
     */
    RunningReplay(String id, ReplayState.Running running, ReplayRun run, RelayConfig by, Instant now) {
        this.id = id;
        this.running = running;
        this.run = run;
        this.by = by;
        this.movedAt = now;
        this.reportedAt = now;
    }

    String id() {
        return id;
    }

    /** Its current state, with the operator's last control order taken into account. */
    ReplayState state(ReplayEntry ordered) {
        if (ordered.isCancelled()) {
            return running.cancelled();
        }
        if (run.isDone()) {
            return running.done();
        }
        return ordered.isPaused() ? running.paused() : running;
    }

    ReplayRun run() {
        return run;
    }

    RelayConfig by() {
        return by;
    }

    /** Whether nothing was handed over and nothing has ended for a while. */
    boolean isStuck(Instant now) {
        return !now.isBefore(movedAt.plus(STUCK_AFTER));
    }

    /** Its progress, if that is due to be recorded. */
    Optional<ReplayProgress> dueReport(ReplayState state, Instant now) {
        ReplayProgress progress = run.progress(state, isStuck(now));
        if (!progress.channels().equals(last)) {
            last = progress.channels();
            movedAt = now;
        }
        boolean isDue = !(state instanceof ReplayState.Running)
                || written.filter(before -> before.channels().equals(progress.channels())
                                        && before.message().equals(progress.message())
                                || now.isBefore(reportedAt.plus(REPORT_EVERY)))
                        .isEmpty();
        if (isDue) {
            reportedAt = now;
            written = Optional.of(progress);
        }
        return isDue ? written : Optional.empty();
    }
}
