package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.Format;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Place;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Optional;

/**
 * A state of an alert that may be replayed.
 *
 * @param title for people
 * @param severity of a recovery: that of its firing
 * @param channels where the rules send it now; for a dead letter, its channel
 * @param rules the version of those rules
 * @param why for people
 * @param deadLetter its place, if it is a dead letter
 * @param testOrHeartbeat whether it only shows whether alerts arrive
 * @param format of a dead letter's event, which is sent as it is; empty if it is not known, or built again
 */
record Candidate(
        AlertRef alert,
        String key,
        String title,
        AlertStatus status,
        Severity severity,
        List<String> channels,
        String rules,
        String why,
        Optional<Place> deadLetter,
        boolean testOrHeartbeat,
        Optional<Format> format) {
    /** What a dead letter may send again; empty if the record is none. */
    static Optional<Candidate> of(StoredRecord record) {
        return DeadLetter.of(record)
                .filter(letter -> letter.value().has("event"))
                .flatMap(letter -> record.alert().map(alert -> of(letter, alert)));
    }

    private static Candidate of(DeadLetter letter, AlertRef alert) {
        return new Candidate(
                alert,
                letter.key(),
                letter.title(),
                AlertStatus.ofWord(letter.text("status")),
                Severity.ofWord(letter.text("severity")).orElse(Severity.WARNING),
                List.of(letter.text("channel")),
                letter.text("rules"),
                letter.text("why"),
                Optional.of(letter.id().place()),
                false,
                RecordJson.object(letter.event())
                        .map(event -> event.path("alerts").isArray() ? Format.ARMS : Format.STANDARD));
    }
}
