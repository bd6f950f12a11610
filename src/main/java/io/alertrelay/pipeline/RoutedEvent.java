package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.routing.Decision;

/**
 * One event for one channel, ready to send.
 *
 * @param index of the alert in its webhook, from 0
 * @param title as the event has it
 * @param event the exact bytes to send
 */
public record RoutedEvent(int index, Alert alert, String title, String channel, Decision decision, byte[] event) {}
