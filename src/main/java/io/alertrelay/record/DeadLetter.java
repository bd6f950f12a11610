package io.alertrelay.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the topic of dead letters as read: a delivery that was given up. It is written as a {@link
 * DeadLetterValue}; what an operator did about it is a {@link Resolution}.
 *
 * @param key of the record: the alert's
 * @param storedAt when the record was written
 * @param value all fields of the record, without secrets
 * @param resolution of it, by an operator
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
        return Map.of(
                "channel", text("channel"),
                "integration", text("integration"),
                "alert_key", text("alert_key"),
                "reason", text("reason"));
    }

    /** The reason, such as {@code refused}; and Flashduty's answer, or the error. */
    @Override
    public List<String> causes() {
        return List.of(text("reason"), text("cause"));
    }

    @Override
    public DeadLetter with(Optional<Resolution> made) {
        return new DeadLetter(id, key, storedAt, value, made);
    }

    /** Reads a record of the topic that is not a resolution; empty if it is not a dead letter. */
    public static Optional<DeadLetter> of(StoredRecord record) {
        return RecordJson.object(record.value())
                .map(value -> new DeadLetter(
                        new DeadLetterId(record.place()), record.key(), record.storedAt(), value, Optional.empty()));
    }

    /** The delivery in words, for people. */
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

    /** All fields of its record, its id and its resolution. */
    public ObjectNode json() {
        ObjectNode node = value.objectNode();
        node.put("id", name());
        node.setAll(value);
        resolution.ifPresent(made -> node.set("resolution", made.json()));
        return node;
    }

    /** The same without the event and the attempts, which may be long. */
    @Override
    public ObjectNode summary() {
        ObjectNode node = json().put("title", title());
        node.remove(List.of("event", "history"));
        return node;
    }
}
