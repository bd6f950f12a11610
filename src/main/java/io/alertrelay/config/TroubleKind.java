package io.alertrelay.config;

import io.alertrelay.text.Worded;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of problems that the relay reports about itself. */
public enum TroubleKind implements Worded {
    /** A body, or an alert, could not be read and is in quarantine. */
    QUARANTINED,
    /** A delivery was given up. */
    DEAD_LETTERED,
    /** Posts were refused. */
    REFUSED,
    /** Nothing gets through to a channel. */
    HELD,
    /** An alert waits for too long in a channel that runs. */
    LATE,
    /** The disk of the embedded broker is nearly full. */
    DISK,
    /** Something that was accepted is unaccounted for. */
    UNACCOUNTED,
    /** A heartbeat: nothing is wrong. */
    HEARTBEAT;
    /** Those that may be chosen. */
    static List<TroubleKind> troubles() {
        return Arrays.stream(values()).filter(kind -> kind != HEARTBEAT).toList();
    }

    static Optional<TroubleKind> ofWord(String word) {
        return troubles().stream().filter(kind -> kind.word().equals(word)).findFirst();
    }
}
