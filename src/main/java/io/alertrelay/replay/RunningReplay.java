package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A running replay and its reported progress. For one thread. */
final class RunningReplay {
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(10);
    private static final Duration FOLLOWED_FOR = Duration.ofSeconds(30);

    private final String id;
    private final ReplayState.Running running;
    private final ReplayRun run;
    private final RelayConfig by;
    private Optional<ReplayProgress> last = Optional.empty();
    private Optional<Instant> stoppedAt = Optional.empty();
    private Instant movedAt;
    private Instant reportedAt;
    private Optional<ReplayProgress> written = Optional.empty();
    private boolean over;

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

    /** Whether nothing was handed over or left out, and nothing has ended, for a while. */
    boolean isStuck(Instant now) {
        return !now.isBefore(movedAt.plus(STUCK_AFTER));
    }

    /** Whether it was stopped: it only follows how that ends which it had handed over. */
    boolean isStopped() {
        return stoppedAt.isPresent();
    }

    /**
     * Whether nothing was left to do at the last report: it was done, or it was stopped, and what it had handed over
     * had ended, or took too long.
     */
    boolean isOver() {
        return over;
    }

    /** Its progress, if that is due to be recorded. */
    Optional<ReplayProgress> dueReport(ReplayState state, Instant now) {
        if (isStopped() && state instanceof ReplayState.Running) {
            // Nothing could move while it was stopped.
            movedAt = now;
        }
        ReplayProgress progress = run.progress(state, isStuck(now));
        if (last.filter(before -> hasNotMoved(before, progress)).isEmpty()) {
            movedAt = now;
        }
        last = Optional.of(progress);
        stoppedAt = state instanceof ReplayState.Running ? Optional.empty() : stoppedAt.or(() -> Optional.of(now));
        over = stoppedAt
                .filter(since -> !run.isAwaiting() || !now.isBefore(since.plus(FOLLOWED_FOR)))
                .isPresent();
        boolean isDue = over
                || written.filter(before -> before.state().equals(state)
                                && (isSaid(before, progress) || now.isBefore(reportedAt.plus(REPORT_EVERY))))
                        .isEmpty();
        if (isDue) {
            reportedAt = now;
            written = Optional.of(progress);
        }
        return isDue ? written : Optional.empty();
    }

    private static boolean hasNotMoved(ReplayProgress before, ReplayProgress now) {
        return before.channels().equals(now.channels()) && before.leftOut().equals(now.leftOut());
    }

    private static boolean isSaid(ReplayProgress before, ReplayProgress now) {
        return hasNotMoved(before, now)
                && before.message().equals(now.message())
                && before.perMinute() == now.perMinute();
    }
}
