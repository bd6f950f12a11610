package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The ways in which a delivery ends. */
public enum Outcome {
    /** Flashduty accepted it. */
    DELIVERED("delivered"),
    /** It was given up and recorded as a dead letter. */
    DEAD_LETTERED("dead-lettered"),
    /** Another delivery made it unnecessary. */
    SUPERSEDED("superseded");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** Its name in receipts. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The outcome of that name, if there is one. */
    public static Optional<Outcome> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
