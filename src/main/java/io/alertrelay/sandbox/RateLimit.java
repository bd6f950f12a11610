package io.alertrelay.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A limit of requests in any minute. Rejected ones do not count. */
final class RateLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int perMinute;
    private final Deque<Instant> admitted = new ArrayDeque<>();

    RateLimit(int perMinute) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("perMinute: found " + perMinute + ", expected 1 or more");
        }
        this.perMinute = perMinute;
    }

    synchronized boolean admits(Instant now) {
        while (!admitted.isEmpty() && !admitted.peekFirst().isAfter(now.minus(WINDOW))) {
            admitted.removeFirst();
        }
        if (admitted.size() >= perMinute) {
            return false;
        }
        admitted.addLast(now);
        return true;
    }
}
