package io.alertrelay.status;

import io.alertrelay.config.KeyRing;
import io.alertrelay.config.KnownKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When the last key of each integration ends, as a metric; none of an integration with a key that never does. */
final class KeyMeters {
    private final MultiGauge ends;

    KeyMeters(MeterRegistry metrics) {
        this.ends = MultiGauge.builder("alert_relay_key_ends_timestamp_seconds")
                .description("When the last key of the integration ends, in Unix time; absent if one never does")
                .register(metrics);
    }

    /** Registers the gauges of these integrations, and removes those of others. */
    void show(KeyRing keys, Collection<String> integrations) {
        List<Row<?>> rows = new ArrayList<>();
        integrations.forEach(name -> end(keys.of(name))
                .ifPresent(at -> rows.add(Row.of(Tags.of("integration", name), at.getEpochSecond()))));
        ends.register(rows, true);
    }

    private static Optional<Instant> end(List<KnownKey> keys) {
        return keys.stream().allMatch(key -> key.notAfter().isPresent())
                ? keys.stream().flatMap(key -> key.notAfter().stream()).max(Comparator.naturalOrder())
                : Optional.empty();
    }
}
