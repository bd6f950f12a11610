package io.alertrelay.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record of the topic of replayed events: an event on its way from a replay to the routing stage, which merges it
 * with the live ones. Its key is that of its alert, in the partition of webhooks that its integration has.
 *
 * @param replay the id of the replay
 * @param event what is sent and where, without its bytes
 * @param integration that its webhook was posted to
 * @param partition of webhooks that its integration currently has
 * @param receivedAt when its webhook was received
 * @param startsAt when the alert began, as the webhook stated it
 * @param channels all that the alert is sent to by the replay
 * @param journalId the id of the topic of webhooks that it was planned of; empty if it is not known
 * @param body the exact bytes to send
 */
public record ReplayedRecord(
        String replay,
        ReplayedEvent event,
        String integration,
        int partition,
        Instant receivedAt,
        Optional<String> startsAt,
        List<String> channels,
        Optional<String> journalId,
        byte[] body) {
    public ReplayedRecord {
        channels = List.copyOf(channels);
    }

    /**
     * Reads one.
     *
     * @param channels the existing names; an earlier version may have written them in another charset
     * @throws UnreadableRecordException if it is malformed
     */
    public static ReplayedRecord of(StoredRecord record, KnownNames channels) throws UnreadableRecordException {
        String written = record.required(HeaderNames.CHANNEL);
        String channel = channels.named(written)
                .orElseThrow(() -> new UnreadableRecordException("header channel: found \"" + written
                        + "\", which may stand for several channels or for none; expected a channel's name"));
        return new ReplayedRecord(
                record.required(HeaderNames.REPLAY),
                ReplayedEvent.of(record, channel),
                record.integration(),
                record.partition(),
                record.receivedAt(),
                record.header(HeaderNames.STARTS_AT),
                // Unknown ones do no harm.
                DueDelivery.fanOut(record).stream()
                        .map(name -> channels.named(name).orElse(name))
                        .toList(),
                record.header(HeaderNames.JOURNAL),
                record.value());
    }

    /** About how much memory it takes. */
    public int bytes() {
        int texts = event.why().length() + startsAt.map(String::length).orElse(0);
        return body.length + texts + channels.stream().mapToInt(String::length).sum();
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return event.addTo(new NewRecord(event.key(), body)
                        .with(HeaderNames.RECEIPT, event.alert().receipt())
                        .with(HeaderNames.INDEX, String.valueOf(event.alert().index()))
                        .with(HeaderNames.INTEGRATION, integration)
                        .with(HeaderNames.RECEIVED_AT, receivedAt.toString())
                        .with(HeaderNames.CHANNELS, RecordJson.list(channels))
                        .with(HeaderNames.REPLAY, replay))
                .with(HeaderNames.STARTS_AT, startsAt)
                .with(HeaderNames.JOURNAL, journalId);
    }

    /**
     * The record for its channel's topic.
     *
     * @param since when it was replayed, if an interrupted run may have accepted it already
     * @param overtaken the newer state of its alert, if it must not be sent
     */
    public EventRecord forChannel(Optional<Instant> since, Optional<String> overtaken) {
        return new EventRecord(
                event.alert(),
                integration,
                receivedAt,
                event.key(),
                event.status(),
                event.severity(),
                startsAt,
                false,
                event.rules(),
                event.why(),
                channels,
                Optional.of(replay),
                Optional.empty(),
                since.map(Instant::toString),
                overtaken,
                body);
    }
}
