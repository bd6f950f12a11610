package io.alertrelay.repair;

import io.alertrelay.reading.Scope;
import io.alertrelay.record.Repairable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Selects dead letters, or records in quarantine; all conditions must hold.
 *
 * @param traits exact values, by name
 * @param cause a part of a cause, in any case
 * @param time in which they were given up, or received
 * @param resolvedToo whether resolved ones are included
 */
public record RepairFilter(Map<String, String> traits, Optional<String> cause, Scope time, boolean resolvedToo) {
    /** Selects everything. */
    public static final RepairFilter ALL = new RepairFilter(Map.of(), Optional.empty(), Scope.ALL, true);

    public RepairFilter {
        traits = Map.copyOf(traits);
    }

    /** The same filter, but including resolved ones. */
    RepairFilter withResolved() {
        return new RepairFilter(traits, cause, time, true);
    }

    /** Whether it is selected. */
    boolean matches(Repairable<?> one) {
        return one.traits().entrySet().containsAll(traits.entrySet())
                && cause.map(part -> one.causes().stream().anyMatch(text -> contains(text, part)))
                        .orElse(true)
                && time.covers(one.at())
                && (resolvedToo || one.resolution().isEmpty());
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
