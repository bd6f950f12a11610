package io.alertrelay.find;

import io.alertrelay.text.Worded;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a delivery ended or what it waits for, or what happened to an alert that has no delivery. */
public enum AlertEnding implements Worded {
    /** Flashduty accepted it. */
    DELIVERED,
    /** It was given up and is kept as a dead letter. */
    DEAD_LETTERED,
    /** Another delivery made it unnecessary. */
    SUPERSEDED,
    /** It waits to be routed, or to be delivered. */
    WAITING,
    /** The channel's offset passed it, and there is no receipt: what an audit would find. */
    UNACCOUNTED,
    /** The channel's offset passed it, and its receipt may have been deleted for its age: nothing can be said. */
    TOO_OLD,
    /**
     * It was settled so long after it was received that the search did not look that far. The trail of its request id
     * shows how.
     */
    SETTLED_LATER,
    /** It, or its whole webhook, was accepted and is in quarantine because it could not be understood or routed. */
    QUARANTINED(true),
    /** The endpoint refused it. */
    REFUSED(true);

    private final boolean ofUnread;

    AlertEnding() {
        this(false);
    }

    AlertEnding(boolean ofUnread) {
        this.ofUnread = ofUnread;
    }

    /** Whether it is an ending of what could not be read. */
    boolean isOfUnread() {
        return ofUnread;
    }

    /** The ending with that word, if there is one. */
    static Optional<AlertEnding> of(String word) {
        return Worded.of(values(), word);
    }

    /** All words, for people. */
    static String words() {
        return Arrays.stream(values()).map(AlertEnding::word).collect(Collectors.joining(", "));
    }
}
