package io.alertrelay.reading;

import java.time.Instant;
import java.util.Optional;

/**
 * Which webhooks are looked at, with all that came of them: those received in a time.
 *
 * @param from inclusive; empty for as far back as the topics reach
 * @param to exclusive; empty for up to now
 */
public record Scope(Optional<Instant> from, Optional<Instant> to) {
    /** All that is kept. */
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    /** Whether a webhook that was received then is one of them. */
    public boolean covers(Instant receivedAt) {
        return from.map(f -> !receivedAt.isBefore(f)).orElse(true)
                && to.map(receivedAt::isBefore).orElse(true);
    }
}
