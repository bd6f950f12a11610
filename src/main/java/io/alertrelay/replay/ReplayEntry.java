package io.alertrelay.replay;

import java.util.Optional;

/** What is known of a replay: the order, what was wished of it last, and how far it is. */
public record ReplayEntry(ReplayOrder order, Optional<ReplayControl> wish, ReplayProgress progress) {
    /** Whether somebody cancelled it. */
    public boolean isCancelled() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.CANCEL).isPresent();
    }

    /** Whether somebody paused it, and nobody resumed it. */
    public boolean isPaused() {
        return wish.filter(w -> w.kind() == ReplayControl.Kind.PAUSE).isPresent();
    }
}
