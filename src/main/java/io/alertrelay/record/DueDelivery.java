package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record of a channel's topic without its event, as read by observers: a delivery that is due.
 *
 * @param receivedAt when its webhook was received
 * @param storedAt when the record was written
 * @param fanOut every channel that the decision sent the alert to, this one included; empty if the record does not have
 *     it
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

    /** The state of the alert that it reports; empty if the record does not say which. */
    public Optional<AlertState> state() {
        return Optional.of(status)
                .filter(word -> !word.isEmpty())
                .map(word -> new AlertState(id.alert(), AlertStatus.ofWord(word)));
    }

    /** All channels of the decision, as in the record; empty if absent. */
    public static List<String> fanOut(StoredRecord record) {
        return record.header(HeaderNames.CHANNELS).flatMap(RecordJson::list).orElse(List.of());
    }

    /** Matched with the existing names; empty also if one is ambiguous. */
    private static List<String> known(List<String> written, ChannelNames channels) {
        List<Optional<String>> named = written.stream().map(channels::known).toList();
        return named.stream().allMatch(Optional::isPresent)
                ? named.stream().map(Optional::get).toList()
                : List.of();
    }
}
