package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.AlertSource;
import java.util.List;
import java.util.Optional;

/**
 * One event that is sent again to a channel.
 *
 * @param channels all that the alert is sent to by the replay, this pick's among them
 * @param deadLetter where its event stands, if it is a dead letter; else it is made from the webhook
 */
public record Pick(
        AlertSource source,
        String receipt,
        String key,
        AlertStatus status,
        Severity severity,
        List<String> channels,
        String rules,
        String why,
        Optional<RecordPlace> deadLetter) {
    static Pick of(Candidate candidate, List<String> channels, String why) {
        return new Pick(
                candidate.source(),
                candidate.receipt(),
                candidate.key(),
                candidate.status(),
                candidate.severity(),
                channels,
                candidate.rules(),
                why,
                candidate.deadLetter());
    }

    /** What names its alert: the receipt and the index. */
    public String alert() {
        return receipt + "/" + source.index();
    }
}
