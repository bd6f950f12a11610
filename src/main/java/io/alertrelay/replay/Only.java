package io.alertrelay.replay;

import java.util.Arrays;
import java.util.Optional;

/** Which deliveries are sent again, by how they ended. */
public enum Only {
    /** Those that were given up. */
    DEAD_LETTERED("dead-lettered"),
    /** Those that were given up, and those that were never due to the channel. */
    NEVER_DELIVERED("never-delivered");

    private final String word;

    Only(String word) {
        this.word = word;
    }

    /** As people write it. */
    public String word() {
        return word;
    }

    /** The choice of that word, if it is one. */
    public static Optional<Only> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
