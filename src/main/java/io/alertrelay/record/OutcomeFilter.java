package io.alertrelay.record;

import io.alertrelay.text.Worded;
import java.util.Optional;

/** Selects the deliveries to replay by their outcome. */
public enum OutcomeFilter implements Worded {
    /** Dead-lettered ones. */
    DEAD_LETTERED,
    /** Dead-lettered ones, and alerts that were never due to the channel. */
    NEVER_DELIVERED;

    /** The filter of that name, if there is one. */
    public static Optional<OutcomeFilter> of(String word) {
        return Worded.of(values(), word);
    }
}
