package io.alertrelay.app;

import io.alertrelay.ledger.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be decided about, as it was named by ids. If one of them can't be, nothing is decided at all: whoever
 * mistyped an id may have mistyped the others.
 *
 * @param refusals why an id can't be decided about, one line each
 */
public record Choice<T>(List<T> chosen, List<String> refusals) {
    public Choice {
        chosen = List.copyOf(chosen);
        refusals = List.copyOf(refusals);
    }

    /**
     * Those with these ids.
     *
     * @param found by id, those that there are
     * @param resolution what was decided about one
     * @param times writes a moment for people
     */
    public static <T> Choice<T> of(
            Collection<String> ids,
            Map<String, T> found,
            Function<T, Optional<Resolution>> resolution,
            Function<Instant, String> times) {
        List<T> chosen = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (String id : ids.stream().distinct().toList()) {
            T one = found.get(id);
            if (one == null) {
                refusals.add(id + ": there is none of that id, or it was deleted for its age");
            } else {
                resolution
                        .apply(one)
                        .ifPresentOrElse(
                                decided -> refusals.add(
                                        id + ": was " + decided.decision().word() + " already, by "
                                                + decided.by() + " at " + times.apply(decided.at())
                                                + decided.receipt()
                                                        .map(r -> ", as " + r)
                                                        .orElse("")
                                                + decided.replay()
                                                        .map(r -> ", by replay " + r)
                                                        .orElse("")),
                                () -> chosen.add(one));
            }
        }
        return new Choice<>(chosen, refusals);
    }
}
