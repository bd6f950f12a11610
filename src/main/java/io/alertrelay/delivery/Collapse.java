package io.alertrelay.delivery;

import java.util.Arrays;
import java.util.Optional;

/** Which of the events that wait for the same alert need not be sent. */
public enum Collapse {
    /** Each event is sent. */
    NONE("none"),
    /** Of waiting reminders of the same state only the newest is sent. */
    REMINDERS("reminders"),
    /** In addition, a firing that was never sent and its recovery are both dropped. */
    RESOLVED_PAIRS("resolved-pairs");

    private final String word;

    Collapse(String word) {
        this.word = word;
    }

    /** Its name in the configuration. */
    String word() {
        return word;
    }

    /** The one with that name in the configuration. */
    public static Optional<Collapse> ofWord(String word) {
        return Arrays.stream(values()).filter(c -> c.word.equals(word)).findFirst();
    }
}
