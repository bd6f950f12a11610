package io.alertrelay.routing;

import java.math.BigDecimal;
import java.util.Optional;

/** The id of an integration in Flashduty, in the form in which it is compared. */
public final class DataSourceId {
    private DataSourceId() {}

    /**
     * Some tools write large numbers with an exponent, {@code 2.533748993131e12}; all other ids are compared as they
     * are written.
     */
    public static String exact(String id) {
        return id.indexOf('e') < 0 && id.indexOf('E') < 0
                ? id
                : BoundedDecimal.parse(id.strip()).flatMap(DataSourceId::whole).orElse(id);
    }

    private static Optional<String> whole(BigDecimal number) {
        try {
            return Optional.of(String.valueOf(number.longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
