package io.alertrelay.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: doubled each time up to a limit, then a random part of the upper
 * half of it, so that relays that failed together do not retry together.
 *
 * @param first after one failure, before jitter
 * @param max the longest, before jitter
 * @param random for the jitter
 */
public record Backoff(Duration first, Duration max, RandomGenerator random) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * The pause after that many failures in a row.
     *
     * @param failures 1 or more
     */
    Duration after(int failures) {
        long whole = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long bounded = whole <= 0 ? max.toMillis() : Math.min(whole, max.toMillis());
        long half = bounded / 2;
        return Duration.ofMillis(half + random.nextLong(bounded - half + 1));
    }
}
