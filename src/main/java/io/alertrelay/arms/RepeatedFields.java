package io.alertrelay.arms;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The fields of a body other than the alerts, as received, if they are short enough to be repeated with each alert.
 * Those of one alert are measured when they are first asked for, because only alerts that are set aside are written
 * with them; those of more at once, because what is too long is not to be held until the last alert is routed.
 */
final class RepeatedFields {
    private static final ExactJson.Obj NONE = new ExactJson.Obj(Map.of(), Map.of());

    private final ExactJson.Obj all;
    private final boolean measured;

    /** @param alerts how many the body has */
    RepeatedFields(ExactJson.Obj all, int alerts) {
        this.measured = alerts > 1;
        this.all = measured ? fitting(all, alerts) : all;
    }

    /** All of them, or none if they are too long. */
    ExactJson.Obj kept() {
        return measured ? all : fitting(all, 1);
    }

    private static ExactJson.Obj fitting(ExactJson.Obj all, int alerts) {
        long length = Stream.concat(
                        all.fields().values().stream(),
                        all.earlier().values().stream().flatMap(List::stream))
                .mapToLong(value -> value.json().length())
                .sum();
        return length <= CommonFieldsLimit.toEachOf(alerts).characters() ? all : NONE;
    }
}
