package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.record.Dispatch;
import io.alertrelay.routing.Facts;
import java.util.Optional;

/**
 * An alert of a stored webhook, by the current parser and rules.
 *
 * @param index in its webhook, from 0
 * @param now where it goes now; empty if it can't be routed
 */
public record ReroutedAlert(int index, Alert alert, Optional<CurrentRoute> now) {
    /**
     * How it is routed now.
     *
     * @param title as its event has it
     * @param facts for the rules
     * @param dispatch where the rules send it; for a recovery, where its firing went
     */
    public record CurrentRoute(String title, Facts facts, Dispatch dispatch) {}
}
