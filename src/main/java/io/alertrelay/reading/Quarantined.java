package io.alertrelay.reading;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.alertrelay.json.Json;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.QuarantineRecord;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.record.Worded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record in quarantine, without the body, which may be large.
 *
 * @param id its place in the topic, and its nonce
 * @param key of the record
 * @param receivedAt when the webhook was received; of a stray record, when it was stored
 * @param integration by which it came; empty if the record does not say
 * @param source what kind of sender posted it; empty if the record does not say
 * @param mediaType as the sender stated it; may be empty
 * @param cause why it is in quarantine
 * @param receipt of the webhook, if it was accepted
 * @param index of the alert in its webhook, if it is one that was set aside
 * @param channel in whose topic a stray record was
 * @param bytes of the body
 * @param resolution what was decided about it
 */
@JsonPropertyOrder({"id", "kind", "received_at", "integration", "source", "media_type", "cause", "bytes"})
public record Quarantined(
        @JsonSerialize(using = ToStringSerializer.class) ReceiptId id,
        Kind kind,
        @JsonIgnore String key,
        Instant receivedAt,
        String integration,
        String source,
        String mediaType,
        String cause,
        Optional<String> receipt,
        OptionalInt index,
        Optional<String> channel,
        int bytes,
        Optional<Resolution> resolution)
        implements Repairable<Quarantined> {
    /** Reads a record of the topic that is not a resolution. */
    public static Quarantined of(StoredRecord record) {
        WebhookRecord its = WebhookRecord.of(record);
        Optional<String> channel = record.header(HeaderNames.CHANNEL);
        Optional<String> receipt = record.header(HeaderNames.RECEIPT).filter(text -> channel.isEmpty());
        OptionalInt index = receipt.isEmpty() ? OptionalInt.empty() : QuarantineRecord.setAside(record);
        return new Quarantined(
                QuarantineRecord.id(record),
                kind(receipt, index, channel),
                record.key(),
                its.receivedAt(),
                its.integration(),
                its.source(),
                its.mediaType(),
                QuarantineRecord.cause(record),
                receipt,
                index,
                channel,
                record.value().length,
                Optional.empty());
    }

    private static Kind kind(Optional<String> receipt, OptionalInt index, Optional<String> channel) {
        if (channel.isPresent()) {
            return Kind.STRAY;
        }
        return receipt.isEmpty() ? Kind.REFUSED : index.isPresent() ? Kind.SET_ASIDE : Kind.UNROUTED;
    }

    @Override
    public String name() {
        return id.toString();
    }

    /** If routing was interrupted there may be a second copy of an alert that was set aside. */
    @Override
    public String copyOf() {
        return index.isEmpty() ? name() : receipt.orElse("") + "/" + index.getAsInt();
    }

    @Override
    public Instant at() {
        return receivedAt;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("integration", integration, "kind", kind.word());
    }

    @Override
    public List<String> causes() {
        return List.of(cause);
    }

    /** All fields but the body. */
    @Override
    public ObjectNode summary() {
        return Json.of(this);
    }

    @Override
    public Quarantined with(Optional<Resolution> decided) {
        return new Quarantined(
                id,
                kind,
                key,
                receivedAt,
                integration,
                source,
                mediaType,
                cause,
                receipt,
                index,
                channel,
                bytes,
                decided);
    }

    /** Why it is in quarantine. */
    public enum Kind implements Worded {
        /** The endpoint could not read the body and answered 400: nothing of it was accepted. */
        REFUSED,
        /** An accepted webhook of which routing could read or route nothing. */
        UNROUTED,
        /** An alert that could not be understood or routed, while others of its webhook were. */
        SET_ASIDE,
        /** A record of a channel's topic that is no delivery: not of the relay's making. */
        STRAY
    }
}
