package io.alertrelay.replay;

import java.util.Optional;

/** The state of a replay: the order, the last control order, and the progress. */
public record ReplayEntry(ReplayOrder order, Optional<ReplayControl> wish, ReplayProgress progress) {
    /** Whether it was cancelled. */
    boolean isCancelled() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.CANCEL).isPresent();
    }

    /** Whether it is paused. */
    boolean isPaused() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.PAUSE).isPresent();
    }

    /** The state as people see it: a control order counts even if no relay has executed it yet. */
    ReplayProgress.State state() {
        if (progress.state().isEnd() || wish.isEmpty()) {
            return progress.state();
        }
        return switch (wish.get().kind()) {
            case CANCEL -> ReplayProgress.State.CANCELLED;
            case PAUSE -> ReplayProgress.State.PAUSED;
            case RESUME -> progress.state();
        };
    }
}
