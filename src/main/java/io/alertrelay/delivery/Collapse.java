package io.alertrelay.delivery;

import java.util.Arrays;
import java.util.Optional;

/** Which of the events that wait for the same alert need not be sent. */
public enum Collapse {
    /** Each event is sent. */
    NONE("none"),
    /** Of reminders that say the same state and still wait, the newest is sent. */
    REMINDERS("reminders"),
    /** Besides, a firing that was never sent and its recovery are both not sent. */
    RESOLVED_PAIRS("resolved-pairs");

    private final String word;

    Collapse(String word) {
        this.word = word;
    }

    /** As the configuration has it. */
    public String word() {
        return word;
    }

    /** The one that the configuration calls so. */
    public static Optional<Collapse> ofWord(String word) {
        return Arrays.stream(values()).filter(c -> c.word.equals(word)).findFirst();
    }
}
