package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Place;
import java.util.List;
import java.util.Optional;

/**
 * An event that a replay will send to a channel.
 *
 * @param channels all channels to which the replay sends the alert, including this one
 * @param deadLetter the place of its record if it is a dead letter; otherwise the event is built from the webhook
 */
record PlannedEvent(
        AlertRef alert,
        String key,
        AlertStatus status,
        Severity severity,
        List<String> channels,
        String rules,
        String why,
        Optional<Place> deadLetter) {
    static PlannedEvent of(Candidate candidate, List<String> channels, String why) {
        return new PlannedEvent(
                candidate.alert(),
                candidate.key(),
                candidate.status(),
                candidate.severity(),
                channels,
                candidate.rules(),
                why,
                candidate.deadLetter());
    }
}
