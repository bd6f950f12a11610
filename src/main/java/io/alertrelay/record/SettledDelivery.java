package io.alertrelay.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A receipt as read: how a delivery ended.
 *
 * @param receivedAt when the webhook was received
 * @param storedAt when the receipt was written
 * @param partition of the delivery in its channel's topic
 * @param offset of the delivery in its channel's topic; -1 if the receipt does not have it
 * @param reason why it was dead-lettered or superseded; empty if it was delivered
 * @param value the whole receipt
 */
public record SettledDelivery(
        DeliveryId id,
        Instant receivedAt,
        Instant storedAt,
        int partition,
        long offset,
        Outcome outcome,
        String reason,
        ObjectNode value) {
    /** Why an event was given up that could not be written to its channel's topic. */
    private static final String UNSTORED = "unstored";

    /**
     * Whether a receipt says that the event was given up because its channel's topic could not be written. It may be
     * there all the same, if only the answer was lost, and has another receipt then, which counts.
     */
    public static boolean isUnstored(Outcome outcome, String reason) {
        return outcome == Outcome.DEAD_LETTERED && reason.equals(UNSTORED);
    }

    /** Whether it {@linkplain #isUnstored(Outcome, String) says that}. */
    public boolean isUnstored() {
        return isUnstored(outcome, reason);
    }

    /** Reads a receipt; empty if it is malformed. */
    public static Optional<SettledDelivery> of(StoredRecord record, ChannelNames channels) {
        Optional<ObjectNode> value = RecordJson.object(record.value());
        Optional<Outcome> outcome =
                value.flatMap(v -> Outcome.of(v.path("outcome").asText()));
        return outcome.flatMap(known -> channels.delivery(record).map(id -> of(record, id, known, value.get())));
    }

    private static SettledDelivery of(StoredRecord record, DeliveryId id, Outcome outcome, ObjectNode value) {
        Place place = place(record)
                .orElseGet(() -> new Place(
                        value.path("partition").asInt(0), value.path("offset").asLong(-1)));
        return new SettledDelivery(
                id,
                record.receivedAt(),
                record.storedAt(),
                place.partition(),
                place.offset(),
                outcome,
                value.path("reason").asText(""),
                value);
    }

    /**
     * The place where the delivery of a receipt waited.
     *
     * @param channel the delivery's
     * @return empty if the receipt is not of that channel, or none. The key names the channel, whatever the header of
     *     that name says; with a replay's id at its end only if the header of that one says so, as names may have a
     *     slash
     */
    public static Optional<Place> place(StoredRecord receipt, String channel) {
        String id = receipt.key();
        int second = id.indexOf('/', id.indexOf('/') + 1);
        String replayed =
                receipt.header(HeaderNames.REPLAY).map(replay -> "/" + replay).orElse("");
        boolean isOfChannel = second > 0 && id.substring(second + 1).equals(channel + replayed);
        return isOfChannel ? place(receipt) : Optional.empty();
    }

    private static Optional<Place> place(StoredRecord receipt) {
        return receipt.header(HeaderNames.POSITION).flatMap(Place::parse);
    }
}
