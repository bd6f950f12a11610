package io.alertrelay.ledger;

import java.util.Optional;

/** Where a delivery is that has not ended: what the outbox of a running relay knows and no topic does. */
@FunctionalInterface
public interface Whereabouts {
    /** Of a relay that is not asked: nothing is known. */
    Whereabouts UNKNOWN = (channel, deliveryId) -> Optional.empty();

    /**
     * What the delivery waits for, in a few words for people: {@code in flight}, {@code held: <cause>, probed at …},
     * {@code retried at …, 3 attempts so far}, {@code behind <delivery id>}; empty if it is not known here.
     *
     * @param channel by name
     * @param deliveryId {@code <receipt>/<index>/<channel>}
     */
    Optional<String> of(String channel, String deliveryId);
}
