package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import java.util.Optional;

/**
 * What is written down of a decision before anything is sent: enough to know later where the recovery goes, and to
 * decide the same again after a crash.
 *
 * @param alert which one it was made for
 * @param key of the alert
 * @param dispatch where it is sent
 * @param open the alert as it is open afterwards; empty for a recovery
 */
public record DecisionRecord(AlertRef alert, String key, Dispatch dispatch, Optional<OpenAlert> open) {
    /** Whether it can have been made for the alert; a reader of webhooks that was mended may find another one there. */
    boolean fits(Alert other) {
        return key.equals(other.key()) && open.isPresent() == (other.status() == AlertStatus.FIRING);
    }
}
