package io.alertrelay.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.arms.Sender;
import io.alertrelay.camel.RecordHeaders;
import io.alertrelay.delivery.AlertSource;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.ReceiptId.Journal;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.ledger.DeadLetterId;
import io.alertrelay.ledger.DeliveryId;
import io.alertrelay.ledger.DueDelivery;
import io.alertrelay.ledger.Outcome;
import io.alertrelay.ledger.SettledDelivery;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From records of Kafka to what they mean for the ledger. What is no record of the relay's making gives nothing. */
public final class LedgerReading {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private LedgerReading() {}

    /** The receipt of a record of the webhooks or quarantine topic. */
    public static ReceiptId receipt(Journal journal, StoredRecord record) {
        return new ReceiptId(
                journal, record.partition(), record.offset(), ReceiptId.nonce(record.header(RecordHeaders.NONCE)));
    }

    /** What kind of sender posted a webhook. */
    public static Sender sender(StoredRecord record) {
        return Sender.ofWord(record.header(RecordHeaders.SOURCE).orElse(""));
    }

    /**
     * Which alert of its webhook a record in quarantine is; empty if it is a whole body, or was in a channel's topic.
     */
    public static OptionalInt setAside(StoredRecord record) {
        return record.header(RecordHeaders.CHANNEL).isPresent() ? OptionalInt.empty() : index(record);
    }

    /** Which alert of its webhook a record is about; empty if it does not say. */
    public static OptionalInt index(StoredRecord record) {
        return record.header(RecordHeaders.INDEX).filter(i -> i.matches("\\d{1,9}")).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** What names a record of the dead-letters topic. */
    public static DeadLetterId deadLetterId(StoredRecord record) {
        return new DeadLetterId(record.partition(), record.offset());
    }

    /** When the webhook was received that the record stems from. */
    public static Instant receivedAt(StoredRecord record) {
        try {
            return record.header(RecordHeaders.RECEIVED_AT)
                    .map(RecordTime::parse)
                    .orElse(record.storedAt());
        } catch (DateTimeException e) {
            return record.storedAt();
        }
    }

    /** All channels that the decision gave, as a record of a channel's topic has them; empty if it has not. */
    public static List<String> fanOut(StoredRecord record) {
        try {
            Optional<String> channels = record.header(RecordHeaders.CHANNELS);
            return channels.isEmpty() ? List.of() : JSON.readValue(channels.get(), TEXTS);
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    /**
     * Likewise, by the names that there are; empty also if it has one that may stand for several of them, because an
     * earlier version damaged it.
     */
    private static List<String> fanOut(StoredRecord record, ChannelTopics channels) {
        List<Optional<String>> named =
                fanOut(record).stream().map(channels::known).toList();
        return named.stream().allMatch(Optional::isPresent)
                ? named.stream().map(Optional::get).toList()
                : List.of();
    }

    /** What a record of a channel's topic says is due. */
    public static Optional<DueDelivery> due(StoredRecord record, String channel, ChannelTopics channels) {
        return id(record, channel)
                .map(id -> new DueDelivery(
                        id,
                        receivedAt(record),
                        record.storedAt(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.header(RecordHeaders.STATUS).orElse(""),
                        record.header(RecordHeaders.SEVERITY).orElse(""),
                        record.header(RecordHeaders.RULES).orElse(""),
                        record.header(RecordHeaders.WHY).orElse(""),
                        fanOut(record, channels)));
    }

    /** What a record of the receipts topic says. */
    public static Optional<SettledDelivery> settled(StoredRecord record, ChannelTopics channels) {
        Optional<DeliveryId> id = idWithChannel(record, channels);
        Optional<ObjectNode> value = object(record.value());
        Optional<Outcome> outcome =
                value.flatMap(v -> Outcome.of(v.path("outcome").asText()));
        if (id.isEmpty() || outcome.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> position = record.header(RecordHeaders.POSITION).filter(p -> p.matches("\\d{1,9}:\\d{1,18}"));
        int partition = position.map(p -> Integer.parseInt(p.substring(0, p.indexOf(':'))))
                .orElse(value.get().path("partition").asInt(0));
        long offset = position.map(p -> Long.parseLong(p.substring(p.indexOf(':') + 1)))
                .orElse(value.get().path("offset").asLong(-1));
        return Optional.of(new SettledDelivery(
                id.get(),
                receivedAt(record),
                record.storedAt(),
                partition,
                offset,
                outcome.get(),
                value.get().path("reason").asText(""),
                value.get()));
    }

    /** What a record of the receipts or dead-letters topic is about. */
    public static Optional<DeliveryId> idWithChannel(StoredRecord record, ChannelTopics channels) {
        return channel(record, channels).flatMap(channel -> id(record, channel));
    }

    /**
     * Its channel. The key of a receipt has it, and so has the value of a dead letter; the header was damaged by
     * earlier versions, and is what a replayed event has. Empty if it can't be told of that one: it is in quarantine,
     * if it was not let in by such a version.
     */
    private static Optional<String> channel(StoredRecord record, ChannelTopics channels) {
        Optional<String> written = record.header(RecordHeaders.CHANNEL);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String before = record.header(RecordHeaders.RECEIPT).orElse("") + "/"
                + record.header(RecordHeaders.INDEX).orElse("") + "/";
        String after = record.header(RecordHeaders.REPLAY).map(id -> "/" + id).orElse("");
        String key = record.key();
        if (key.startsWith(before) && key.endsWith(after) && key.length() > before.length() + after.length()) {
            return channels.known(key.substring(before.length(), key.length() - after.length()))
                    .or(() -> written);
        }
        return channels.withTopic(written.get()).or(() -> ofDeadLetter(record)).or(() -> channels.known(written.get()));
    }

    private static Optional<String> ofDeadLetter(StoredRecord record) {
        return object(record.value())
                .filter(value -> record.header(RecordHeaders.RECEIPT)
                        .filter(value.path("receipt").asText()::equals)
                        .isPresent())
                .map(value -> value.path("channel").asText())
                .filter(name -> !name.isEmpty());
    }

    private static Optional<DeliveryId> id(StoredRecord record, String channel) {
        Optional<String> receipt = record.header(RecordHeaders.RECEIPT);
        OptionalInt index = index(record);
        if (receipt.isEmpty() || index.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DeliveryId(
                receipt.get(),
                index.getAsInt(),
                channel,
                record.header(RecordHeaders.REPLAY).orElse("")));
    }

    /** The webhook that a receipt or a dead letter stems from. */
    public static Optional<ReceiptId> webhookOf(StoredRecord record) {
        return record.header(RecordHeaders.RECEIPT)
                .flatMap(ReceiptId::parse)
                .filter(id -> id.journal() == Journal.WEBHOOKS);
    }

    /** The alert with that index in the webhook. */
    public static AlertSource source(ReceiptId webhook, int index) {
        return new AlertSource(webhook.partition(), webhook.offset(), index);
    }

    /** The value as a JSON object, if it is one. */
    public static Optional<ObjectNode> object(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
