package io.alertrelay.routing;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An id that Flashduty gives: of a channel, or of an integration. It may be in any notation of a JSON number: some
 * tools write {@code 2.533748993131e12} for {@code 2533748993131}.
 */
public final class FlashdutyId {
    private FlashdutyId() {}

    /** The number, exact; empty if it is not a whole one of 64 bits. */
    public static Optional<Long> number(String id) {
        return BoundedDecimal.parse(id.strip()).flatMap(FlashdutyId::whole);
    }

    /** The form in which ids of integrations are compared: the number if it has an exponent, else as it is written. */
    public static String exact(String id) {
        return id.indexOf('e') < 0 && id.indexOf('E') < 0
                ? id
                : number(id).map(String::valueOf).orElse(id);
    }

    private static Optional<Long> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
