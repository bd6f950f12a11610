package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.Loss;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A history, put together: which push belongs to which delivery, and so on.
 *
 * @param events of every stored webhook, in the order in which they are stored
 * @param byAlert the same by {@code alert_key}
 * @param deliveries by their id
 * @param byEvent the deliveries by the id of their event
 * @param strangers what was found that belongs to nothing that was posted
 */
record Evidence(
        History history,
        List<StoredAlert> events,
        Map<String, List<StoredAlert>> byAlert,
        Map<String, DueOnce> deliveries,
        Map<String, List<DueOnce>> byEvent,
        List<Track> tracks,
        List<Violation> strangers) {

    /** The channels for which it may have been queued without a trace, because their topics were deleted since. */
    Set<String> gone(StoredAlert event) {
        return history.losses().stream()
                .filter(loss -> event.webhook().at() <= loss.to())
                .map(Loss::channel)
                .collect(Collectors.toSet());
    }

    /** Those of one event, one for each channel. */
    List<DueOnce> of(StoredAlert event) {
        return byEvent.getOrDefault(event.id(), List.of());
    }
}
