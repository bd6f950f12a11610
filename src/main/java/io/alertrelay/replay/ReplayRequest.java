package io.alertrelay.replay;

import io.alertrelay.record.Place;
import java.util.List;
import java.util.Map;

/**
 * What somebody asks to be sent again. Where neither offsets, nor a time, nor receipts, nor dead letters are named,
 * nothing is.
 *
 * @param fromOffsets where the stretch begins, by partition of the topic of webhooks; the others are not read
 * @param toOffsets where it ends, exclusive; up to now for a partition that is not named
 * @param again whether what a replay delivered already is sent once more
 * @param deadLetters by their places
 * @param by who asks
 */
public record ReplayRequest(
        Map<Integer, Long> fromOffsets,
        Map<Integer, Long> toOffsets,
        ReplayFilter narrowing,
        Destination destination,
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
