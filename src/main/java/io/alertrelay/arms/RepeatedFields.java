package io.alertrelay.arms;

import java.util.Map;
import java.util.Optional;

/**
 * The fields of a body other than the alerts, as received, if they are short enough to be repeated with each alert.
 * Determined when they are first asked for, because only alerts that are set aside are written with them.
 */
final class RepeatedFields {
    private final Map<String, ExactJson> all;
    private final int alerts;
    private volatile Optional<Map<String, ExactJson>> kept = Optional.empty();

    /** @param alerts how many the body has */
    RepeatedFields(Map<String, ExactJson> all, int alerts) {
        this.all = all;
        this.alerts = alerts;
    }

    /** All of them, or none if they are too long. */
    Map<String, ExactJson> kept() {
        if (kept.isEmpty()) {
            long length = all.values().stream()
                    .mapToLong(value -> value.json().length())
                    .sum();
            kept = Optional.of(length <= CommonFieldsLimit.toEachOf(alerts).characters() ? all : Map.of());
        }
        return kept.get();
    }
}
