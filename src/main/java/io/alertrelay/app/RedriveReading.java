package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.AlertSource;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.ledger.EventTitle;
import io.alertrelay.records.LedgerReading;
import io.alertrelay.replay.Candidate;
import io.alertrelay.replay.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** From records of the topic of dead letters to what is sent again of them. */
final class RedriveReading {
    private RedriveReading() {}

    /** What a dead letter may send again; empty if the record is none. */
    static Optional<Candidate> candidate(StoredRecord record, RecordPlace place) {
        return LedgerReading.object(record.value())
                .filter(letter -> letter.has("event"))
                .flatMap(letter -> LedgerReading.webhookOf(record).map(id -> candidate(record, letter, id, place)));
    }

    private static Candidate candidate(StoredRecord record, ObjectNode letter, ReceiptId id, RecordPlace place) {
        return new Candidate(
                new AlertSource(
                        id.partition(), id.offset(), letter.path("index").asInt()),
                id.toString(),
                record.key(),
                EventTitle.of(letter.path("event").asText().getBytes(StandardCharsets.UTF_8)),
                AlertStatus.ofWord(letter.path("status").asText()),
                Severity.ofWord(letter.path("severity").asText()).orElse(Severity.WARNING),
                List.of(letter.path("channel").asText()),
                letter.path("rules").asText(),
                letter.path("why").asText(),
                Optional.of(place));
    }

    /** The event as it was sent. */
    static Optional<byte[]> event(StoredRecord record) {
        return LedgerReading.object(record.value())
                .map(letter -> letter.path("event").asText().getBytes(StandardCharsets.UTF_8));
    }

    /** The integration that its webhook came by. */
    static String integration(StoredRecord record) {
        return LedgerReading.object(record.value())
                .map(letter -> letter.path("integration").asText())
                .orElse("");
    }
}
