package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A delivery that was given up, as its record in the topic of the dead letters tells it ({@link LedgerRecords}).
 *
 * @param key of the record: the alert's
 * @param storedAt when the record was written
 * @param value all that the record says, without secrets
 * @param resolution what was decided about it
 */
public record DeadLetter(
        DeadLetterId id, String key, Instant storedAt, ObjectNode value, Optional<Resolution> resolution) {
    public DeadLetter {
        Objects.requireNonNull(id);
        Objects.requireNonNull(key);
        Objects.requireNonNull(storedAt);
        Objects.requireNonNull(value);
        Objects.requireNonNull(resolution);
    }

    /** The same with what was decided about it. */
    public DeadLetter with(Optional<Resolution> decided) {
        return new DeadLetter(id, key, storedAt, value, decided);
    }

    /** What names the delivery. */
    public DeliveryId delivery() {
        return new DeliveryId(text("receipt"), value.path("index").asInt(), channel(), text("replay"));
    }

    public String channel() {
        return text("channel");
    }

    public String integration() {
        return text("integration");
    }

    public String alertKey() {
        return text("alert_key");
    }

    /** {@code refused}, {@code expired}, {@code attempts}, {@code discarded} or {@code unstored}. */
    public String reason() {
        return text("reason");
    }

    /** Flashduty's answer, or what came instead. */
    public String cause() {
        return text("cause");
    }

    /** When it was given up. */
    public Instant settledAt() {
        try {
            return RecordTime.parse(text("settled_at"));
        } catch (DateTimeException e) {
            return storedAt;
        }
    }

    /** The title of the event; empty if it has none. */
    public String title() {
        return EventTitle.of(text("event").getBytes(StandardCharsets.UTF_8));
    }

    /** A field of the record as text; empty if it is absent. */
    public String text(String field) {
        return value.path(field).asText("");
    }
}
