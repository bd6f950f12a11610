package io.alertrelay.repair;

import io.alertrelay.reading.Repairable;
import io.alertrelay.reading.Scope;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which dead letters, or records in quarantine, are meant: those for which all holds.
 *
 * @param traits that they have, each with that value
 * @param cause a text that a cause contains, in any case
 * @param time in which they were given up, or received
 * @param decidedToo also those about which somebody decided
 */
public record RepairFilter(Map<String, String> traits, Optional<String> cause, Scope time, boolean decidedToo) {
    /** Each one that there is. */
    public static final RepairFilter ALL = new RepairFilter(Map.of(), Optional.empty(), Scope.ALL, true);

    public RepairFilter {
        traits = Map.copyOf(traits);
    }

    /** The same with those about which somebody decided. */
    RepairFilter withDecided() {
        return new RepairFilter(traits, cause, time, true);
    }

    /** Whether it is one of them. */
    boolean matches(Repairable<?> one) {
        return one.traits().entrySet().containsAll(traits.entrySet())
                && cause.map(part -> one.causes().stream().anyMatch(text -> contains(text, part)))
                        .orElse(true)
                && time.covers(one.at())
                && (decidedToo || one.resolution().isEmpty());
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
