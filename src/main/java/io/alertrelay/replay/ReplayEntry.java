package io.alertrelay.replay;

import java.util.Optional;

/** The state of a replay: the order, the last control order, and the progress. */
public record ReplayEntry(ReplayOrder order, Optional<ReplayControl> wish, ReplayProgress progress) {
    /** Whether it was cancelled. */
    public boolean isCancelled() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.CANCEL).isPresent();
    }

    /** Whether it is paused. */
    public boolean isPaused() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.PAUSE).isPresent();
    }
}
