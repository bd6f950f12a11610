package io.alertrelay.pipeline;

import io.alertrelay.record.ReplayChange;
import java.util.Optional;

/**
 * Whether a replayed event may still be sent. Either way it is written to its channel's topic among the live events; one
 * that must not be sent is settled there as superseded.
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
