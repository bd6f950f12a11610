package io.alertrelay.flashduty;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date in the one form that may be sent today.
 * A wait that is not in the future or cannot be read is ignored, and our own backoff applies. A longer wait than the
 * maximum is cut to it: an absurd header must not stop a channel for days.
 */
record RetryAfter(InstantSource clock) {
    /** The longest wait that a header can ask for. */
    static final Duration MAX = Duration.ofMinutes(10);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    // Digits; more do not fit a number either.
    private static final int SURELY_LONGER = 9;

    Optional<Duration> read(String header) {
        String value = header.strip();
        Optional<Duration> wait = SECONDS.matcher(value).matches() ? seconds(value) : untilDate(value);
        return wait.filter(it -> !it.isNegative() && !it.isZero()).map(it -> it.compareTo(MAX) > 0 ? MAX : it);
    }

    private static Optional<Duration> seconds(String value) {
        return Optional.of(value.length() > SURELY_LONGER ? MAX : Duration.ofSeconds(Long.parseLong(value)));
    }

    private Optional<Duration> untilDate(String value) {
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return Optional.of(Duration.between(clock.instant(), date));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
