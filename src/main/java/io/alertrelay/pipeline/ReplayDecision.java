package io.alertrelay.pipeline;

import java.util.Optional;

/** What becomes of an event that is replayed. */
public sealed interface ReplayDecision {
    /**
     * It is let in among the live ones.
     *
     * @param change of which channels the alert is open for, to be written before it is sent; empty if there is none
     */
    record LetIn(Optional<Change> change) implements ReplayDecision {}

    /**
     * It is not to be sent.
     *
     * @param by the newer state of the alert that was routed meanwhile, as receipt and index; or what can't be known
     */
    record Overtaken(String by) implements ReplayDecision {}

    /**
     * What is written down of an alert when a replay changes the channels that it is open for.
     *
     * @param replayed because of which it changes
     * @param open the alert as it is open afterwards; empty if it no longer is
     */
    record Change(Replayed replayed, Optional<OpenAlert> open) {}
}
