package io.alertrelay.pipeline;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.record.Dispatch;
import io.alertrelay.routing.CaseFailure;
import java.util.List;
import java.util.Optional;

/**
 * One event for one channel, ready to send.
 *
 * @param index of the alert in its webhook, from 0
 * @param key of the alert
 * @param status of the alert
 * @param startsAt of the alert, as received
 * @param title as the event has it
 * @param dispatch where all events of the alert go, with the severity that counts
 * @param redone whether an interrupted run may have stored it already
 * @param failures of rules; almost always empty
 * @param event the exact bytes to send
 */
public record RoutedEvent(
        int index,
        String key,
        AlertStatus status,
        Optional<String> startsAt,
        String title,
        String channel,
        Dispatch dispatch,
        boolean redone,
        List<CaseFailure> failures,
        byte[] event) {
    public RoutedEvent {
        failures = List.copyOf(failures);
    }

    /** About how many bytes it takes, without the headers that are as long in any event. */
    int bytes() {
        return event.length + dispatch.bytes() + startsAt.map(String::length).orElse(0);
    }

    /** Whether this event opens the alert for the channel. */
    public boolean opens() {
        return dispatch.opens().contains(channel);
    }
}
