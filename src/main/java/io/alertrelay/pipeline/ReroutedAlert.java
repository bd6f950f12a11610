package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.routing.Facts;

/**
 * An alert of a stored webhook, by the parser and the rules of now.
 *
 * @param index in its webhook, from 0
 * @param title as its event has it
 * @param facts that the rules look at
 * @param dispatch where the rules send it; a recovery where its firing went
 */
public record ReroutedAlert(int index, Alert alert, String title, Facts facts, Dispatch dispatch) {}
