package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.record.Dispatch;
import io.alertrelay.routing.Facts;
import java.util.Optional;

/**
 * An alert of a stored webhook, by the parser and the rules of now.
 *
 * @param index in its webhook, from 0
 * @param now where it goes; empty if the relay fails to route it
 */
public record ReroutedAlert(int index, Alert alert, Optional<Now> now) {
    /**
     * What becomes of it now.
     *
     * @param title as its event has it
     * @param facts that the rules look at
     * @param dispatch where the rules send it; a recovery where its firing went
     */
    public record Now(String title, Facts facts, Dispatch dispatch) {}
}
