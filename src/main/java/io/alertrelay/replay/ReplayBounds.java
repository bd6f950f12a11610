package io.alertrelay.replay;

import java.time.Instant;
import java.util.Map;

/**
 * How far the topics are looked at. Taken once, when a replay is planned, so that the plan is the same whenever it is
 * made again. Offsets are by partition, and ends are exclusive.
 *
 * @param from where the stretch begins, in the topic of webhooks; empty for a redrive
 * @param to where it ends
 * @param journal up to where webhooks were routed
 * @param channels up to where each channel's topic is looked at, by its name
 * @param passed up to where each channel's group has settled what is in its topic
 * @param receipts up to where the receipts are looked at
 * @param replayed from where on what this replay feeds is found
 * @param since when the first record of the stretch was stored: what came of it is not older
 */
public record ReplayBounds(
        Map<Integer, Long> from,
        Map<Integer, Long> to,
        Map<Integer, Long> journal,
        Map<String, Long> channels,
        Map<String, Long> passed,
        long receipts,
        Map<Integer, Long> replayed,
        Instant since) {
    public ReplayBounds {
        from = Map.copyOf(from);
        to = Map.copyOf(to);
        journal = Map.copyOf(journal);
        channels = Map.copyOf(channels);
        passed = Map.copyOf(passed);
        replayed = Map.copyOf(replayed);
    }

    /** Whether the webhook at that place is behind the stretch. */
    public boolean isBehind(int partition, long offset) {
        return offset >= to.getOrDefault(partition, Long.MAX_VALUE);
    }
}
