package io.alertrelay.reading;

import java.time.Instant;
import java.util.Optional;

/**
 * The period in which webhooks were received; a question is about these and all that followed from them.
 *
 * @param from inclusive; empty for as far back as the topics reach
 * @param to exclusive; empty for up to now
 */
public record Scope(Optional<Instant> from, Optional<Instant> to) {
    /** Everything that is kept. */
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Whether it can be asked for: the years 1970 to 9999, which Kafka and the records have. */
    public static boolean reaches(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(END);
    }

    /** Whether anything can be in it: it does not end before, or when, it begins. */
    public boolean hasLength() {
        return from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get());
    }

    /** Whether a webhook received at that time is included. */
    public boolean covers(Instant receivedAt) {
        return from.map(f -> !receivedAt.isBefore(f)).orElse(true)
                && to.map(receivedAt::isBefore).orElse(true);
    }
}
