package io.alertrelay.delivery;

import io.alertrelay.text.Worded;
import java.util.Optional;

/** Which of the events that wait for the same alert need not be sent. */
public enum Collapse implements Worded {
    /** Each event is sent. */
    NONE,
    /** Of waiting reminders of the same state only the newest is sent. */
    REMINDERS,
    /** In addition, a firing that was never sent and its recovery are both dropped. */
    RESOLVED_PAIRS;

    /** The one with that name in the configuration. */
    public static Optional<Collapse> ofWord(String word) {
        return Worded.of(values(), word);
    }
}
