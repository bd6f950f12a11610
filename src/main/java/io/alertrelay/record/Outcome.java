package io.alertrelay.record;

import io.alertrelay.text.Worded;
import java.util.Optional;

/** The ways in which a delivery ends. */
public enum Outcome implements Worded {
    /** Flashduty accepted it. */
    DELIVERED,
    /** It was given up and recorded as a dead letter. */
    DEAD_LETTERED,
    /** Another delivery made it unnecessary. */
    SUPERSEDED;

    /** The outcome of that name, if there is one. */
    static Optional<Outcome> of(String word) {
        return Worded.of(values(), word);
    }
}
