package io.alertrelay.repair;

import io.alertrelay.record.Repairable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The records selected by ids for a resolution. If one id is invalid nothing is resolved: the others may be mistyped,
 * too.
 *
 * @param refusals why an id can't be resolved, one line each
 */
record SelectedIds<T extends Repairable<T>>(List<T> chosen, List<String> refusals) {
    SelectedIds {
        chosen = List.copyOf(chosen);
        refusals = List.copyOf(refusals);
    }

    /**
     * The records with these ids.
     *
     * @param found the existing records
     * @param again whether a resolved record may be resolved once more
     * @param times writes a time for people
     */
    static <T extends Repairable<T>> SelectedIds<T> of(
            Collection<String> ids, Collection<T> found, boolean again, Function<Instant, String> times) {
        Map<String, T> byId = new HashMap<>();
        found.forEach(one -> byId.put(one.name(), one));
        List<T> chosen = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (String id : ids.stream().distinct().toList()) {
            T one = byId.get(id);
            if (one == null) {
                refusals.add(id + ": there is none of that id, or it was deleted for its age");
            } else {
                one.resolution()
                        .filter(resolution -> !again)
                        .ifPresentOrElse(
                                resolution -> refusals.add(
                                        id + ": was " + resolution.kind().word() + " already, by "
                                                + resolution.by() + " at " + times.apply(resolution.at())
                                                + resolution
                                                        .receipt()
                                                        .map(r -> ", as " + r)
                                                        .orElse("")
                                                + resolution
                                                        .replay()
                                                        .map(r -> ", by replay " + r)
                                                        .orElse("")),
                                () -> chosen.add(one));
            }
        }
        return new SelectedIds<>(chosen, refusals);
    }
}
