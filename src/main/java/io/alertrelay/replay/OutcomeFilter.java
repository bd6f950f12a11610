package io.alertrelay.replay;

import io.alertrelay.record.Worded;
import java.util.Optional;

/** Selects the deliveries to replay by their outcome. */
enum OutcomeFilter implements Worded {
    /** Dead-lettered ones. */
    DEAD_LETTERED,
    /** Dead-lettered ones, and alerts that were never due to the channel. */
    NEVER_DELIVERED;

    /** The filter of that name, if there is one. */
    static Optional<OutcomeFilter> of(String word) {
        return Worded.of(values(), word);
    }
}
