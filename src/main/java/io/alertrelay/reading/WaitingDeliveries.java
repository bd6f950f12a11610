package io.alertrelay.reading;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What unsettled deliveries wait for: known only to the outbox of a running relay, not to any topic. */
@FunctionalInterface
public interface WaitingDeliveries {
    /** Without a running relay nothing is known. */
    WaitingDeliveries UNKNOWN = (channel, deliveryIds) -> Map.of();

    /**
     * What each of the deliveries waits for, in a few words for people: {@code in flight}, {@code held: <cause>, probed
     * at …}, {@code retried at …, 3 attempts so far}, {@code behind <delivery id>}; deliveries unknown here are absent.
     * The cost hardly depends on their number.
     *
     * @param channel by name
     * @param deliveryIds each {@code <receipt>/<index>/<channel>}
     */
    Map<String, String> of(String channel, Set<String> deliveryIds);

    /** The same for one. */
    default Optional<String> of(String channel, String deliveryId) {
        return Optional.ofNullable(of(channel, Set.of(deliveryId)).get(deliveryId));
    }
}
