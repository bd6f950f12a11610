package io.alertrelay.replay;

import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import java.util.List;
import java.util.Map;

/**
 * A request for a replay. Without offsets, a time, receipts or dead letters it selects nothing.
 *
 * @param fromOffsets where the range begins, by partition of the topic of webhooks; other partitions are not read
 * @param toOffsets where it ends, exclusive; for other partitions at the current end
 * @param again whether to send again what a replay has already delivered
 * @param deadLetters by their places
 * @param by the operator
 */
public record ReplayRequest(
        Map<Integer, Long> fromOffsets,
        Map<Integer, Long> toOffsets,
        ReplayFilter narrowing,
        ReplayDestination destination,
        double share,
        boolean again,
        List<Place> deadLetters,
        String by) {
    public ReplayRequest {
        fromOffsets = Map.copyOf(fromOffsets);
        toOffsets = Map.copyOf(toOffsets);
        deadLetters = List.copyOf(deadLetters);
    }
}
