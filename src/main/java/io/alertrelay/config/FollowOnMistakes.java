package io.alertrelay.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognizes mistakes that only follow from one that is already reported: a text where a mapping should be has none of
 * its keys, and a misspelt key is missing under its right name.
 */
final class FollowOnMistakes {
    private final Set<String> noted;
    private final Set<String> around;

    /** @param noted the mistakes found while the rules were read, before they were compiled */
    FollowOnMistakes(List<ConfigProblem> noted) {
        this.noted = noted.stream().map(ConfigProblem::path).collect(Collectors.toUnmodifiableSet());
        this.around = this.noted.stream().map(FollowOnMistakes::parent).collect(Collectors.toUnmodifiableSet());
    }

    /** @param nothing whether the mistake is that something is missing */
    boolean contains(String path, boolean nothing) {
        if (nothing && around.contains(parent(path))) {
            return true;
        }
        for (String place = path; !place.isEmpty(); place = parent(place)) {
            if (noted.contains(place)) {
                return true;
            }
        }
        return noted.contains("");
    }

    /** {@code a[0].b} for {@code a[0].b[1]}, {@code a[0]} for {@code a[0].b}, {@code a} for {@code a[0]}. */
    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
