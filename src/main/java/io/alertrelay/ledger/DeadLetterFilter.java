package io.alertrelay.ledger;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which dead letters are meant: those for which all hold.
 *
 * @param cause a text that the reason or the cause contains, in any case
 * @param time in which they were given up
 * @param decidedToo also those about which somebody decided
 */
public record DeadLetterFilter(
        Optional<String> channel,
        Optional<String> integration,
        Optional<String> cause,
        Optional<String> alertKey,
        Scope time,
        boolean decidedToo) {
    /** Each one that there is. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Scope.ALL, true);

    public DeadLetterFilter {
        Objects.requireNonNull(channel);
        Objects.requireNonNull(integration);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(alertKey);
        Objects.requireNonNull(time);
    }

    /** The same with those about which somebody decided. */
    public DeadLetterFilter withDecided() {
        return new DeadLetterFilter(channel, integration, cause, alertKey, time, true);
    }

    /** Whether it is one of them. */
    public boolean matches(DeadLetter letter) {
        return channel.map(letter.channel()::equals).orElse(true)
                && integration.map(letter.integration()::equals).orElse(true)
                && alertKey.map(letter.alertKey()::equals).orElse(true)
                && cause.map(text -> contains(letter.reason(), text) || contains(letter.cause(), text))
                        .orElse(true)
                && time.covers(letter.settledAt())
                && (decidedToo || letter.resolution().isEmpty());
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
