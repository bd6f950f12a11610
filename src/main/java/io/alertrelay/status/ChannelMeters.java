package io.alertrelay.status;

import io.alertrelay.alert.Severity;
import io.alertrelay.channels.ChannelView;
import io.alertrelay.delivery.ChannelState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The gauges of the running channels; those of a removed channel are removed, too. */
final class ChannelMeters {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "waiting", "Events that are not settled yet",
            "in_flight", "Events that are being sent, or whose end is being recorded",
            "retrying", "Alerts that failed while others got through, and rest",
            "oldest_waiting_seconds", "Age of the oldest event that this relay holds, without what is replayed",
            "oldest_unsettled_seconds", "The same by severity; 0 if none of it waits",
            "held_since_timestamp_seconds", "Since when it is held, in Unix time; 0 if it is not",
            "paused_since_timestamp_seconds", "Since when it is paused, in Unix time; 0 if it is not",
            "state", "1 for the state that the channel is in");

    private static final List<String> STATES = List.of("running", "slowed", "held", "probing", "paused");
    private static final List<String> HELD = List.of("held", "probing");

    private final MeterRegistry metrics;
    private final Supplier<Overview> overview;
    private final Clock clock;
    private final Map<String, List<Meter>> meters = new HashMap<>();

    /** @param overview a recent snapshot; must not block */
    ChannelMeters(MeterRegistry metrics, Supplier<Overview> overview, Clock clock) {
        this.metrics = metrics;
        this.overview = overview;
        this.clock = clock;
    }

    /** Registers the gauges of these channels, and removes those of others. */
    synchronized void show(Collection<String> names) {
        List.copyOf(meters.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(name ->
                        Optional.ofNullable(meters.remove(name)).ifPresent(gone -> gone.forEach(metrics::remove)));
        names.forEach(name -> meters.computeIfAbsent(name, this::of));
    }

    private List<Meter> of(String name) {
        List<Meter> all = new ArrayList<>();
        all.add(gauge(
                "waiting",
                Tags.of("channel", name),
                c -> c.waiting().map(Long::doubleValue).orElse(Double.NaN)));
        all.add(gauge("in_flight", Tags.of("channel", name), c -> c.status().inFlight()));
        all.add(gauge("retrying", Tags.of("channel", name), c -> c.status().retrying()));
        all.add(gauge(
                "oldest_waiting_seconds",
                Tags.of("channel", name),
                c -> age(c.status().oldestReceivedAt())));
        for (Severity severity : Severity.values()) {
            all.add(gauge(
                    "oldest_unsettled_seconds",
                    Tags.of("channel", name, "severity", severity.word()),
                    c -> age(Optional.ofNullable(c.status().oldest().get(severity)))));
        }
        all.add(gauge("held_since_timestamp_seconds", Tags.of("channel", name), c -> moment(heldSince(c))));
        all.add(gauge("paused_since_timestamp_seconds", Tags.of("channel", name), c -> moment(pausedSince(c))));
        for (String state : STATES) {
            all.add(gauge(
                    "state",
                    Tags.of("channel", name, "state", state),
                    c -> c.state().equals(state) ? 1 : 0));
        }
        return all;
    }

    /** A channel may be replaced at any time, so it is looked up by its name. */
    private Meter gauge(String what, Tags tags, ToDoubleFunction<ChannelView> value) {
        String name = tags.stream().findFirst().orElseThrow().getValue();
        return Gauge.builder(
                        "alert_relay_channel_" + what,
                        overview,
                        all -> all.get().named(name).map(value::applyAsDouble).orElse(Double.NaN))
                .description(DESCRIPTIONS.get(what))
                .tags(tags)
                .register(metrics);
    }

    private double age(Optional<Instant> since) {
        // The clock may have been set back since.
        return since.map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis()) / 1000.0)
                .orElse(0.0);
    }

    private static double moment(Optional<Instant> at) {
        return at.map(since -> since.toEpochMilli() / 1000.0).orElse(0.0);
    }

    private static Optional<Instant> heldSince(ChannelView channel) {
        return HELD.contains(channel.state()) ? channel.faultSince() : Optional.empty();
    }

    private static Optional<Instant> pausedSince(ChannelView channel) {
        return channel.status().state() instanceof ChannelState.Paused paused
                ? Optional.of(paused.pause().since())
                : Optional.empty();
    }
}
