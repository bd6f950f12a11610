package io.alertrelay.reading;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What unsettled deliveries wait for: known by the outbox of a running relay and by no topic. */
@FunctionalInterface
public interface WaitingDeliveries {
    /** Of a relay that is not asked: nothing is known. */
    WaitingDeliveries UNKNOWN = (channel, deliveryIds) -> Map.of();

    /**
     * What each of the deliveries waits for, in a few words for people: {@code in flight}, {@code held: <cause>, probed
     * at …}, {@code retried at …, 3 attempts so far}, {@code behind <delivery id>}; one of which that is not known here
     * is absent. However many are asked for, it costs about the same.
     *
     * @param channel by name
     * @param deliveryIds each {@code <receipt>/<index>/<channel>}
     */
    Map<String, String> of(String channel, Set<String> deliveryIds);

    /** Likewise of one. */
    default Optional<String> of(String channel, String deliveryId) {
        return Optional.ofNullable(of(channel, Set.of(deliveryId)).get(deliveryId));
    }
}
