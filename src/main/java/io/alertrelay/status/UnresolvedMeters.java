package io.alertrelay.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Dead letters and quarantine that are not resolved, as metrics: for each configured name, and for all others together.
 */
final class UnresolvedMeters {
    /** Stands for names that are no longer configured, and for unknown integrations. */
    private static final String OTHERS = "(others)";

    private final TroubleCount counts;
    private final MultiGauge deadLetters;
    private final MultiGauge quarantined;

    UnresolvedMeters(TroubleCount counts, MeterRegistry metrics) {
        this.counts = counts;
        this.deadLetters = MultiGauge.builder("alert_relay_dead_letters_unresolved")
                .description("Dead letters that are not yet redriven or discarded, of all relays")
                .register(metrics);
        this.quarantined = MultiGauge.builder("alert_relay_quarantine_unresolved")
                .description("Records in quarantine that are not yet retried or discarded, of all relays")
                .register(metrics);
    }

    /** Registers the gauges of these channels and integrations, and removes those of others. */
    void show(Collection<String> channels, Collection<String> integrations) {
        deadLetters.register(rows("channel", channels, counts.deadLetters()), true);
        quarantined.register(rows("integration", integrations, counts.quarantined()), true);
    }

    private static List<Row<?>> rows(String label, Collection<String> names, UnresolvedRecords unresolved) {
        List<String> known = List.copyOf(names);
        List<Row<?>> rows = new ArrayList<>();
        known.forEach(name -> rows.add(Row.of(Tags.of(label, name), unresolved, u -> u.of(name))));
        rows.add(Row.of(
                Tags.of(label, OTHERS),
                unresolved,
                u -> u.all() - known.stream().mapToLong(u::of).sum()));
        return rows;
    }
}
