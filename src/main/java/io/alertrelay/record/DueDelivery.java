package io.alertrelay.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record of a channel's topic, without the event, as those read it who only look on: what is to be delivered.
 *
 * @param receivedAt when its webhook was received
 * @param storedAt when the record was made
 * @param fanOut every channel that the decision sent the alert to, this one included; empty if the record does not say
 */
public record DueDelivery(
        DeliveryId id,
        Instant receivedAt,
        Instant storedAt,
        int partition,
        long offset,
        String alertKey,
        String status,
        String severity,
        String rules,
        String why,
        List<String> fanOut) {
    public DueDelivery {
        fanOut = List.copyOf(fanOut);
    }

    /** Reads one; empty if it names no delivery. */
    public static Optional<DueDelivery> of(StoredRecord record, String channel, ChannelNames channels) {
        return ChannelNames.delivery(record, channel)
                .map(id -> new DueDelivery(
                        id,
                        record.receivedAt(),
                        record.storedAt(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.text(HeaderNames.STATUS),
                        record.text(HeaderNames.SEVERITY),
                        record.text(HeaderNames.RULES),
                        record.text(HeaderNames.WHY),
                        known(fanOut(record), channels)));
    }

    /** All channels that the decision gave, as the record has them; empty if it has not. */
    public static List<String> fanOut(StoredRecord record) {
        return record.header(HeaderNames.CHANNELS).flatMap(RecordJson::list).orElse(List.of());
    }

    /** By the names that there are; empty also if one may stand for several of them, or for none. */
    private static List<String> known(List<String> written, ChannelNames channels) {
        List<Optional<String>> named = written.stream().map(channels::known).toList();
        return named.stream().allMatch(Optional::isPresent)
                ? named.stream().map(Optional::get).toList()
                : List.of();
    }
}
