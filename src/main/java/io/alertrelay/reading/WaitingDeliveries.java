package io.alertrelay.reading;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What unsettled deliveries wait for: known only to the outbox of a running relay, not to any topic. */
@FunctionalInterface
public interface WaitingDeliveries {
    /** Without a running relay nothing is known. */
    WaitingDeliveries UNKNOWN = (channel, deliveryIds) -> Map.of();

    /** What waits in a channel that is not configured any more waits for somebody's decision. */
    String REMOVED = "the channel was removed from the configuration and nothing is sent to it: configure it again, or"
            + " relay channels discard";

    /**
     * What each of the deliveries waits for, in a few words for people: {@code in flight}, {@code held: <cause>, probed
     * at …}, {@code retried at …, 3 attempts so far}, {@code behind <delivery id>}; deliveries unknown here are absent.
     * The cost hardly depends on their number.
     *
     * @param channel by name
     * @param deliveryIds each {@code <receipt>/<index>/<channel>}
     */
    Map<String, String> of(String channel, Set<String> deliveryIds);

    /**
     * The same, and what waits in channels that are not configured: nobody sends it. Only a running relay knows that:
     * the file that a command reads may have been changed since, or have a mistake in the section of a channel.
     */
    default WaitingDeliveries among(Collection<String> configured) {
        return this == UNKNOWN
                ? UNKNOWN
                : (channel, deliveryIds) -> configured.contains(channel)
                        ? of(channel, deliveryIds)
                        : deliveryIds.stream().collect(Collectors.toMap(id -> id, id -> REMOVED));
    }

    /** The same for one. */
    default Optional<String> of(String channel, String deliveryId) {
        return Optional.ofNullable(of(channel, Set.of(deliveryId)).get(deliveryId));
    }
}
