package io.alertrelay.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A delivery that was given up, as its record in the topic of the dead letters has it.
 *
 * @param key of the record: the alert's
 * @param storedAt when the record was written
 * @param value all that the record says, without secrets
 * @param resolution what was decided about it
 */
public record DeadLetter(
        DeadLetterId id, String key, Instant storedAt, ObjectNode value, Optional<Resolution> resolution)
        implements Repairable<DeadLetter> {
    @Override
    public String name() {
        return id.toString();
    }

    /** When it was given up. */
    @Override
    public Instant at() {
        try {
            return RecordTime.parse(text("settled_at"));
        } catch (DateTimeException e) {
            return storedAt;
        }
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("channel", text("channel"), "integration", text("integration"), "alert_key", text("alert_key"));
    }

    /** The reason, such as {@code refused}; and Flashduty's answer, or what came instead. */
    @Override
    public List<String> causes() {
        return List.of(text("reason"), text("cause"));
    }

    @Override
    public DeadLetter with(Optional<Resolution> decided) {
        return new DeadLetter(id, key, storedAt, value, decided);
    }

    /** Reads a record of the topic that is no decision; empty if it is no dead letter. */
    public static Optional<DeadLetter> of(StoredRecord record) {
        return RecordJson.object(record.value())
                .map(value -> new DeadLetter(
                        new DeadLetterId(record.place()), record.key(), record.storedAt(), value, Optional.empty()));
    }

    /** What names the delivery, for people. */
    public String delivery() {
        String delivery = text("receipt") + "/" + text("index") + "/" + text("channel");
        return text("replay").isEmpty() ? delivery : delivery + " of replay " + text("replay");
    }

    /** The event as it was sent; empty if the record has none. */
    public byte[] event() {
        return text("event").getBytes(StandardCharsets.UTF_8);
    }

    /** The title of the event; empty if it has none. */
    public String title() {
        return EventTitle.of(event());
    }

    /** A field of the record as text; empty if it is absent. */
    public String text(String field) {
        return value.path(field).asText("");
    }

    /** All that its record says, its id and what was decided about it. */
    public ObjectNode json() {
        ObjectNode node = value.objectNode();
        node.put("id", name());
        node.setAll(value);
        resolution.ifPresent(decided -> node.set("resolution", decided.json()));
        return node;
    }

    /** Likewise without the event and the attempts, which may be long. */
    @Override
    public ObjectNode summary() {
        ObjectNode node = json().put("title", title());
        node.remove(List.of("event", "history"));
        return node;
    }
}
