package io.alertrelay.ledger;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which records in quarantine are meant: those for which all hold.
 *
 * @param cause a text that the cause contains, in any case
 * @param time in which they were received
 * @param decidedToo also those about which somebody decided
 */
public record QuarantineFilter(Optional<String> integration, Optional<String> cause, Scope time, boolean decidedToo) {
    /** Each one that there is. */
    public static final QuarantineFilter ALL =
            new QuarantineFilter(Optional.empty(), Optional.empty(), Scope.ALL, true);

    public QuarantineFilter {
        Objects.requireNonNull(integration);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(time);
    }

    /** The same with those about which somebody decided. */
    public QuarantineFilter withDecided() {
        return new QuarantineFilter(integration, cause, time, true);
    }

    /** Whether it is one of them. */
    public boolean matches(Quarantined record) {
        return integration.map(record.integration()::equals).orElse(true)
                && cause.map(text -> record.cause().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                        .orElse(true)
                && time.covers(record.receivedAt())
                && (decidedToo || record.resolution().isEmpty());
    }
}
