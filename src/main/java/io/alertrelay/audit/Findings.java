package io.alertrelay.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts all findings and keeps the first ones of each kind, so that a broken topic does not fill the memory. */
final class Findings {
    private static final int KEPT_OF_A_KIND = 1_000;

    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private final List<Finding> kept = new ArrayList<>();

    void add(Finding.Kind kind, String subject, String detail) {
        if (counts.merge(kind, 1L, Long::sum) <= KEPT_OF_A_KIND) {
            kept.add(new Finding(kind, subject, detail));
        }
    }

    Map<Finding.Kind, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }
}
