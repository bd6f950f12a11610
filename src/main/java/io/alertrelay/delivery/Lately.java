package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Optional;

/** What a channel did lately, for its {@link OutboxStatus}. Not thread-safe. */
final class Lately {
    private final SentLastMinute requests = new SentLastMinute();
    private Optional<Instant> lastDeliveredAt = Optional.empty();
    private Optional<Attempt> lastFault = Optional.empty();

    /** @param now by the steady clock */
    void sent(Instant now) {
        requests.sent(now);
    }

    /** @param at by the wall clock */
    void delivered(Instant at) {
        lastDeliveredAt = Optional.of(at);
    }

    void failed(Attempt attempt) {
        lastFault = Optional.of(attempt);
    }

    SentLastMinute requests() {
        return requests;
    }

    Optional<Instant> lastDeliveredAt() {
        return lastDeliveredAt;
    }

    Optional<Attempt> lastFault() {
        return lastFault;
    }
}
