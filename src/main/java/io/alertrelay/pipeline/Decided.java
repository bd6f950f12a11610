package io.alertrelay.pipeline;

import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;

/**
 * A decision.
 *
 * @param record must be written and acknowledged before anything is sent
 * @param redone whether an interrupted run had written it before, so that its events may have been stored
 */
record Decided(DecisionRecord record, boolean redone) {
    Dispatch dispatch() {
        return record.dispatch();
    }
}
