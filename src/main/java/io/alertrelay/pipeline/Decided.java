package io.alertrelay.pipeline;

import java.util.Optional;

/**
 * A decision.
 *
 * @param record to be written, and acknowledged, before anything is sent; empty if it changes nothing that is known
 */
record Decided(Dispatch dispatch, Optional<DecisionRecord> record) {}
