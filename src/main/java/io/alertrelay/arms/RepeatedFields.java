package io.alertrelay.arms;

import java.util.Map;

/**
 * The fields of a body other than the alerts, as received, if they are short enough to be repeated with each alert.
 * Those of one alert are measured when they are first asked for, because only alerts that are set aside are written
 * with them; those of more at once, because what is too long is not to be held until the last alert is routed.
 */
final class RepeatedFields {
    private final Map<String, ExactJson> all;
    private final boolean measured;

    /** @param alerts how many the body has */
    RepeatedFields(Map<String, ExactJson> all, int alerts) {
        this.measured = alerts > 1;
        this.all = measured ? fitting(all, alerts) : all;
    }

    /** All of them, or none if they are too long. */
    Map<String, ExactJson> kept() {
        return measured ? all : fitting(all, 1);
    }

    private static Map<String, ExactJson> fitting(Map<String, ExactJson> all, int alerts) {
        long length =
                all.values().stream().mapToLong(value -> value.json().length()).sum();
        return length <= CommonFieldsLimit.toEachOf(alerts).characters() ? all : Map.of();
    }
}
