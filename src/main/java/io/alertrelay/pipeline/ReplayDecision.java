package io.alertrelay.pipeline;

import io.alertrelay.record.ReplayChange;
import java.util.Objects;
import java.util.Optional;

/** What becomes of an event that is replayed. */
public sealed interface ReplayDecision {
    /**
     * It is let in among the live ones.
     *
     * @param change of which channels the alert is open for, to be written before it is sent; empty if there is none
     */
    record LetIn(Optional<ReplayChange> change) implements ReplayDecision {
        public LetIn {
            Objects.requireNonNull(change);
        }
    }

    /**
     * It is not to be sent.
     *
     * @param by the newer state of the alert that was routed meanwhile, as receipt and index; or what can't be known
     */
    record Overtaken(String by) implements ReplayDecision {
        public Overtaken {
            Objects.requireNonNull(by);
        }
    }
}
