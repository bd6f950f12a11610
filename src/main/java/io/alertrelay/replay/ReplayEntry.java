package io.alertrelay.replay;

import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.util.Optional;

/** The state of a replay: the order, the last control order, and the progress. */
public record ReplayEntry(ReplayOrder order, Optional<ReplayControl> control, ReplayProgress progress) {
    /** Whether it was cancelled. */
    boolean isCancelled() {
        return control.filter(c -> c.kind() == ReplayControl.Kind.CANCEL).isPresent();
    }

    /** Whether it is paused. */
    boolean isPaused() {
        return control.filter(c -> c.kind() == ReplayControl.Kind.PAUSE).isPresent();
    }

    /** Whether nothing is left to do. */
    public boolean isEnded() {
        return progress.state() instanceof ReplayState.Ended;
    }

    /** Its state, if something is left to do. */
    Optional<ReplayState.Open> open() {
        return progress.state() instanceof ReplayState.Open open ? Optional.of(open) : Optional.empty();
    }

    /** The state as people see it: a control order counts even if no relay has executed it yet. */
    ReplayState state() {
        return open().map(this::controlled).orElse(progress.state());
    }

    private ReplayState controlled(ReplayState.Open open) {
        if (isCancelled()) {
            return open.cancelled();
        }
        if (isPaused()) {
            return open.paused();
        }
        return open instanceof ReplayState.Paused paused ? paused.resumed() : open;
    }
}
