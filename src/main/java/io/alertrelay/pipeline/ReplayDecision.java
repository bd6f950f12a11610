package io.alertrelay.pipeline;

import io.alertrelay.record.ReplayChange;
import java.util.Optional;

/**
 * Whether a replayed event is let in: written to its channel's topic among the live events, to be sent there. Otherwise
 * it is settled as superseded without being sent.
 */
public sealed interface ReplayDecision {
    /**
     * It may be sent.
     *
     * @param change of the channels for which the alert is open, to be written before it is sent; empty if there is
     *     none
     */
    record LetIn(Optional<ReplayChange> change) implements ReplayDecision {}

    /**
     * It must not be sent.
     *
     * @param by the newer state of the alert that was routed meanwhile, as receipt and index; or that this is not known
     */
    record Overtaken(String by) implements ReplayDecision {}
}
