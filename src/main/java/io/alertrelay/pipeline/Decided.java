package io.alertrelay.pipeline;

import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;

/**
 * A decision.
 *
 * @param record to be written, and acknowledged, before anything is sent
 * @param redone whether it was written before, by a run that did not finish, so that its events may have been stored
 */
record Decided(DecisionRecord record, boolean redone) {
    Dispatch dispatch() {
        return record.dispatch();
    }
}
