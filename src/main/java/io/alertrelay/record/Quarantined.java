package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.text.Worded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record of the quarantine, without the body, which may be large. Its key is that of the record that was set aside;
 * its headers say why and, as far as it is known, of which webhook and alert it is.
 *
 * @param id its place in the topic, and its nonce
 * @param key of the record
 * @param receivedAt when the webhook was received; of a stray record, when it was stored
 * @param integration by which it came; empty if the record does not say
 * @param source what kind of sender posted it; empty if the record does not say
 * @param mediaType as the sender stated it; may be empty
 * @param cause why it is in quarantine
 * @param receipt of the webhook, if it was accepted
 * @param index of the alert in its webhook, if it is one that was set aside; of the first of several
 * @param alerts how many were set aside together; empty if it is one
 * @param channel in whose topic a stray record was
 * @param bytes of the body
 * @param resolution of it, by an operator
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
        OptionalInt alerts,
        Optional<String> channel,
        int bytes,
        Optional<Resolution> resolution)
        implements Repairable<Quarantined> {
    /**
     * As written for something that is not an event, or that the relay did not write.
     *
     * @param channel in whose topic it was; empty if it was among the replayed events
     * @param cause why
     */
    public static NewRecord stray(StoredRecord record, Optional<String> channel, String cause) {
        return record.kept().with(HeaderNames.CHANNEL, channel).with(HeaderNames.CAUSE, cause);
    }

    /**
     * As written for a webhook that can't be read at all, or makes the relay fail. One that can be read is written as
     * in {@link WebhookRecord}.
     *
     * @param cause why
     */
    public static NewRecord unreadable(StoredRecord webhook, String cause) {
        return webhook.kept()
                .with(HeaderNames.CAUSE, cause)
                .with(HeaderNames.RECEIPT, ReceiptId.of(Topic.WEBHOOKS, webhook).toString());
    }

    /** The id of a record of the topic. */
    public static ReceiptId id(StoredRecord record) {
        return ReceiptId.of(Topic.QUARANTINE, record);
    }

    /** Why a record of the topic is there. */
    public static String cause(StoredRecord record) {
        return record.header(HeaderNames.CAUSE).orElse("no cause given");
    }

    /**
     * Which alerts of its webhook a record of the topic holds, mostly one; empty if it holds a whole body, or was in a
     * channel's topic.
     */
    public static Optional<AlertIndexes> setAside(StoredRecord record) {
        String index = record.text(HeaderNames.INDEX);
        if (record.header(HeaderNames.CHANNEL).isPresent() || !index.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return record.header(HeaderNames.INDEXES)
                .flatMap(AlertIndexes::parse)
                .or(() -> Optional.of(AlertIndexes.of(Integer.parseInt(index))));
    }

    /** Names the alerts that a record of the topic holds, as all copies of it do; empty if it holds a whole body. */
    public static Optional<String> copyOf(StoredRecord record) {
        return record.alert().flatMap(alert -> setAside(record).map(indexes -> copyOf(alert.receipt(), indexes)));
    }

    private static String copyOf(String receipt, AlertIndexes indexes) {
        return copyOf(receipt, indexes.first(), indexes.count());
    }

    private static String copyOf(String receipt, int first, int count) {
        return receipt + "/" + first + (count == 1 ? "" : "+" + count);
    }

    /** Reads a record of the topic that is not a resolution. */
    public static Quarantined of(StoredRecord record) {
        WebhookRecord webhook = WebhookRecord.of(record);
        Optional<String> channel = record.header(HeaderNames.CHANNEL);
        Optional<String> receipt = record.header(HeaderNames.RECEIPT).filter(text -> channel.isEmpty());
        Optional<AlertIndexes> indexes = receipt.isEmpty() ? Optional.empty() : setAside(record);
        return new Quarantined(
                id(record),
                kind(receipt, indexes.isPresent(), channel),
                record.key(),
                webhook.receivedAt(),
                webhook.integration(),
                webhook.source(),
                webhook.mediaType(),
                cause(record),
                receipt,
                indexes.map(all -> OptionalInt.of(all.first())).orElse(OptionalInt.empty()),
                indexes.filter(all -> all.count() > 1)
                        .map(all -> OptionalInt.of(all.count()))
                        .orElse(OptionalInt.empty()),
                channel,
                record.value().length,
                Optional.empty());
    }

    private static Kind kind(Optional<String> receipt, boolean setAside, Optional<String> channel) {
        if (channel.isPresent()) {
            return Kind.STRAY;
        }
        return receipt.isEmpty() ? Kind.REFUSED : setAside ? Kind.SET_ASIDE : Kind.UNROUTED;
    }

    @Override
    public String name() {
        return id.toString();
    }

    /** If routing was interrupted there may be a second copy of an alert that was set aside. */
    @Override
    public String copyOf() {
        return index.isEmpty() ? name() : copyOf(receipt.orElse(""), index.getAsInt(), alerts.orElse(1));
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
        return RecordJson.tree(this);
    }

    @Override
    public Quarantined with(Optional<Resolution> made) {
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
                alerts,
                channel,
                bytes,
                made);
    }

    /** Whether it holds alerts, one or several, that were set aside while others of their webhook were routed. */
    public boolean wasSetAside() {
        return kind == Kind.SET_ASIDE;
    }

    /** Why it is in quarantine. */
    public enum Kind implements Worded {
        /** The endpoint could not read the body and answered 400: nothing of it was accepted. */
        REFUSED,
        /** An accepted webhook of which routing could read or route nothing. */
        UNROUTED,
        /** An alert that could not be understood or routed, or several, while others of their webhook were. */
        SET_ASIDE,
        /** A record of a channel's topic that is no delivery: not of the relay's making. */
        STRAY
    }
}
