package io.alertrelay.record;

import java.util.Optional;

/** The names of the existing channels, used to recognise names that an earlier version damaged. */
public interface ChannelNames {
    /** The channel named by a header; empty if it is damaged and ambiguous. */
    Optional<String> known(String written);

    /** The channel of exactly that name; empty if there is none. */
    Optional<String> withTopic(String written);

    /**
     * The channel that a record of receipts, dead letters or replayed events is about. It is in the key of a receipt
     * and in the value of a dead letter; a replayed event has it only in the header, which earlier versions damaged.
     * Empty if it is ambiguous there: that event is in quarantine, unless such a version has accepted it.
     */
    default Optional<String> of(StoredRecord record) {
        Optional<String> written = record.header(HeaderNames.CHANNEL);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String before = record.text(HeaderNames.RECEIPT) + "/" + record.text(HeaderNames.INDEX) + "/";
        String after = record.header(HeaderNames.REPLAY).map(id -> "/" + id).orElse("");
        String key = record.key();
        if (key.startsWith(before) && key.endsWith(after) && key.length() > before.length() + after.length()) {
            return known(key.substring(before.length(), key.length() - after.length()))
                    .or(() -> written);
        }
        return withTopic(written.get()).or(() -> ofDeadLetter(record)).or(() -> known(written.get()));
    }

    /** The delivery that such a record is about; empty if it names none. */
    default Optional<DeliveryId> delivery(StoredRecord record) {
        return of(record).flatMap(channel -> delivery(record, channel));
    }

    private static Optional<String> ofDeadLetter(StoredRecord record) {
        return RecordJson.object(record.value())
                .filter(value -> value.path("receipt").asText().equals(record.text(HeaderNames.RECEIPT)))
                .map(value -> value.path("channel").asText())
                .filter(name -> !name.isEmpty());
    }

    /** The delivery to a channel that a record is about; empty if it names none. */
    static Optional<DeliveryId> delivery(StoredRecord record, String channel) {
        return record.alert().map(alert -> new DeliveryId(alert, channel, record.text(HeaderNames.REPLAY)));
    }
}
