package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.reading.DeadLetter;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Optional;

/** From records of the topic of dead letters to what is sent again of them. */
final class RedriveReading {
    private RedriveReading() {}

    /** What a dead letter may send again; empty if the record is none. */
    static Optional<Candidate> candidate(StoredRecord record) {
        return DeadLetter.of(record)
                .filter(letter -> letter.value().has("event"))
                .flatMap(letter -> record.alert().map(alert -> candidate(letter, alert)));
    }

    private static Candidate candidate(DeadLetter letter, AlertRef alert) {
        return new Candidate(
                alert,
                letter.key(),
                letter.title(),
                AlertStatus.ofWord(letter.text("status")),
                Severity.ofWord(letter.text("severity")).orElse(Severity.WARNING),
                List.of(letter.text("channel")),
                letter.text("rules"),
                letter.text("why"),
                Optional.of(letter.id().place()));
    }
}
