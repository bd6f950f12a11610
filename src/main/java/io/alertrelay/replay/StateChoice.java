package io.alertrelay.replay;

import java.util.Arrays;
import java.util.Optional;

/** Which states of an alert are sent again. */
public enum StateChoice {
    /** The one in which it is at the end of the stretch. */
    LATEST("latest"),
    /** Each that came in, in order. */
    ALL("all");

    private final String word;

    StateChoice(String word) {
        this.word = word;
    }

    /** As people write it. */
    public String word() {
        return word;
    }

    /** The choice of that word, if it is one. */
    public static Optional<StateChoice> of(String word) {
        return Arrays.stream(values()).filter(c -> c.word.equals(word)).findFirst();
    }
}
