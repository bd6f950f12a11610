package io.alertrelay.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of problems that the relay reports about itself. */
public enum TroubleKind {
    /** A body, or an alert, could not be read and is in quarantine. */
    QUARANTINED("quarantined"),
    /** A delivery was given up. */
    DEAD_LETTERED("dead-lettered"),
    /** Posts were answered 401. */
    REFUSED("refused"),
    /** Nothing gets through to a channel. */
    HELD("held"),
    /** The disk of the embedded broker is nearly full. */
    DISK("disk"),
    /** Something that was accepted is unaccounted for. */
    UNACCOUNTED("unaccounted"),
    /** A heartbeat: nothing is wrong. */
    HEARTBEAT("heartbeat");

    private final String word;

    TroubleKind(String word) {
        this.word = word;
    }

    /** Its name in configurations and labels. */
    public String word() {
        return word;
    }

    /** Those that may be chosen. */
    static List<TroubleKind> troubles() {
        return Arrays.stream(values()).filter(kind -> kind != HEARTBEAT).toList();
    }

    static Optional<TroubleKind> ofWord(String word) {
        return troubles().stream().filter(kind -> kind.word.equals(word)).findFirst();
    }
}
