package io.alertrelay.replay;

import java.util.Arrays;
import java.util.Optional;

/** Selects the deliveries to replay by their outcome. */
public enum OutcomeFilter {
    /** Dead-lettered ones. */
    DEAD_LETTERED("dead-lettered"),
    /** Dead-lettered ones, and alerts that were never due to the channel. */
    NEVER_DELIVERED("never-delivered");

    private final String word;

    OutcomeFilter(String word) {
        this.word = word;
    }

    /** As written on the command line and in JSON. */
    public String word() {
        return word;
    }

    /** The filter of that name, if there is one. */
    public static Optional<OutcomeFilter> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
