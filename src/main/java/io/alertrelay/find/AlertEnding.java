package io.alertrelay.find;

import io.alertrelay.record.Worded;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a delivery ended or stands, or what became of that which never came so far. */
public enum AlertEnding implements Worded {
    /** Flashduty took it. */
    DELIVERED,
    /** It was given up and is kept as a dead letter. */
    DEAD_LETTERED,
    /** Another delivery made it needless. */
    SUPERSEDED,
    /** It is to be routed, or to be delivered. */
    WAITING,
    /** The channel's offset passed it, and there is no receipt: what an audit would find. */
    UNACCOUNTED,
    /** It was settled, long after it came: later than was looked. The trail of its request id says how. */
    SETTLED_LATER,
    /** It was accepted, or part of what was, and is in quarantine because it could not be understood or routed. */
    QUARANTINED(true),
    /** The endpoint did not take it. */
    REFUSED(true);

    private final boolean ofUnread;

    AlertEnding() {
        this(false);
    }

    AlertEnding(boolean ofUnread) {
        this.ofUnread = ofUnread;
    }

    /** Whether it is of what could not be read. */
    boolean isOfUnread() {
        return ofUnread;
    }

    /** The one of that word. */
    static Optional<AlertEnding> of(String word) {
        return Worded.of(values(), word);
    }

    /** All words, for people. */
    static String words() {
        return Arrays.stream(values()).map(AlertEnding::word).collect(Collectors.joining(", "));
    }
}
