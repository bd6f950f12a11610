package io.alertrelay.record;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges of the topics that are read. Determined once, when a replay is planned, so that the plan is the same
 * whenever it is made again. Offsets are by partition; ends are exclusive.
 *
 * @param from where the range begins in the topic of webhooks; empty for a redrive
 * @param to where it ends
 * @param journal the end of the routed webhooks in the topic of webhooks
 * @param channels the end in each channel's topic, by the channel's name
 * @param passed the end of what each channel's group has settled in its topic
 * @param receipts the end in the receipts
 * @param replayed where the events of this replay begin
 * @param since when the first record of the range was stored: its results are not older
 * @param journalId the id of the topic of webhooks: one that is deleted and recreated has other webhooks at these
 *     offsets, and another id; empty if it is not known, as in orders of earlier versions
 */
public record ReplayBounds(
        Map<Integer, Long> from,
        Map<Integer, Long> to,
        Map<Integer, Long> journal,
        Map<String, Long> channels,
        Map<String, Long> passed,
        long receipts,
        Map<Integer, Long> replayed,
        Instant since,
        Optional<String> journalId) {
    public ReplayBounds {
        from = Map.copyOf(from);
        to = Map.copyOf(to);
        journal = Map.copyOf(journal);
        channels = Map.copyOf(channels);
        passed = Map.copyOf(passed);
        replayed = Map.copyOf(replayed);
    }
}
