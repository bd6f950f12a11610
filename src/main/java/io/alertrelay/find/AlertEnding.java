package io.alertrelay.find;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a delivery ended or stands, or what became of that which never came so far. */
public enum AlertEnding {
    /** Flashduty took it. */
    DELIVERED("delivered", false),
    /** It was given up and is kept as a dead letter. */
    DEAD_LETTERED("dead-lettered", false),
    /** Another delivery made it needless. */
    SUPERSEDED("superseded", false),
    /** It is to be routed, or to be delivered. */
    WAITING("waiting", false),
    /** The channel's offset passed it, and there is no receipt: what an audit would find. */
    UNACCOUNTED("unaccounted", false),
    /** It was settled, long after it came: later than was looked. The trail of its request id says how. */
    SETTLED_LATER("settled-later", false),
    /** It was accepted, or part of what was, and is in quarantine because it could not be understood or routed. */
    QUARANTINED("quarantined", true),
    /** The endpoint did not take it. */
    REFUSED("refused", true);

    private final String word;
    private final boolean ofUnread;

    AlertEnding(String word, boolean ofUnread) {
        this.word = word;
        this.ofUnread = ofUnread;
    }

    /** As answers carry it. */
    public String word() {
        return word;
    }

    /** Whether it is of what could not be read. */
    boolean isOfUnread() {
        return ofUnread;
    }

    /** The one of that word. */
    static Optional<AlertEnding> of(String word) {
        return Arrays.stream(values())
                .filter(ending -> ending.word.equals(word))
                .findFirst();
    }

    /** All words, for people. */
    static String words() {
        return Arrays.stream(values()).map(AlertEnding::word).collect(Collectors.joining(", "));
    }
}
