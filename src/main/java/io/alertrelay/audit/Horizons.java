package io.alertrelay.audit;

import io.alertrelay.reading.RetainedOffsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far back each topic reaches, taken after it was read. A channel without a topic is absent from {@code channels}.
 *
 * @param webhooks since when all webhooks are kept; empty if none was deleted
 */
record Horizons(
        Optional<Instant> webhooks,
        RetainedOffsets receipts,
        RetainedOffsets deadLetters,
        RetainedOffsets quarantine,
        Map<String, RetainedOffsets> channels) {
    Horizons {
        channels = Map.copyOf(channels);
    }

    /**
     * Whether a delivery that was stored then must have left a trace: it is still in its topic, or it was settled and
     * its receipt is still there.
     */
    boolean trace(String channel, Instant storedAt) {
        RetainedOffsets topic = channels.get(channel);
        return receipts.surely(storedAt) || topic != null && topic.surely(storedAt);
    }

    /** The same for an alert, whatever channels it went to, or for its quarantine record. */
    boolean trace(Instant storedAt) {
        boolean deliveries =
                receipts.surely(storedAt) || channels.values().stream().allMatch(topic -> topic.surely(storedAt));
        return deliveries && quarantine.surely(storedAt);
    }
}
