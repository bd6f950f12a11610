package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator did about a dead letter or a record in quarantine: a further record in the same topic, with a header
 * that names the resolved record; that one is never changed or deleted. Of several resolutions of the same record the
 * first one counts.
 *
 * @param about the id of the record: {@code dl-0-17} of a dead letter, {@code q0-3-…} of one in quarantine
 * @param by the operator, as {@code user@host} or as stated
 * @param reason as stated; may be blank
 * @param receipt of the webhook that it was stored as, if it was retried
 * @param replay the id of the replay that sends it again, if it was redriven
 */
public record Resolution(
        String about,
        Kind kind,
        String by,
        Instant at,
        String reason,
        Optional<String> receipt,
        Optional<String> replay) {
    /** It is not needed any more. */
    public static Resolution discarded(String about, String by, Instant at, String reason) {
        return new Resolution(about, Kind.DISCARDED, by, at, reason, Optional.empty(), Optional.empty());
    }

    /** A body in quarantine was stored as a webhook with that receipt. */
    public static Resolution retried(String about, String by, Instant at, String reason, String receipt) {
        return new Resolution(about, Kind.RETRIED, by, at, reason, Optional.of(receipt), Optional.empty());
    }

    /** A dead letter is sent again by that replay. */
    public static Resolution redriven(String about, String by, Instant at, String reason, String replay) {
        return new Resolution(about, Kind.REDRIVEN, by, at, reason, Optional.empty(), Optional.of(replay));
    }

    /** Reads it; empty if the record is not a resolution, or can't be read. */
    public static Optional<Resolution> of(StoredRecord record) {
        return record.header(HeaderNames.ABOUT)
                .flatMap(about -> RecordJson.read(record.value(), Value.class)
                        .filter(value -> value.decision != null && value.at != null)
                        .map(value -> new Resolution(
                                about,
                                value.decision,
                                Optional.ofNullable(value.by).orElse(""),
                                value.at,
                                value.reason.orElse(""),
                                value.receipt,
                                value.replay)));
    }

    /**
     * As written to the topic.
     *
     * @param key of the resolved record
     */
    public NewRecord draft(String key) {
        return new NewRecord(key, RecordJson.bytes(value())).with(HeaderNames.ABOUT, about);
    }

    /** As JSON, without the resolved record's id. */
    @JsonValue
    public ObjectNode json() {
        return RecordJson.tree(value());
    }

    private Value value() {
        return new Value(kind, by, at, Optional.of(reason).filter(text -> !text.isBlank()), receipt, replay);
    }

    private record Value(
            Kind decision,
            String by,
            Instant at,
            Optional<String> reason,
            Optional<String> receipt,
            Optional<String> replay) {}

    /** The kinds of resolution; the JSON's field is {@code decision}. */
    public enum Kind implements Worded {
        DISCARDED,
        RETRIED,
        REDRIVEN;
    }
}
