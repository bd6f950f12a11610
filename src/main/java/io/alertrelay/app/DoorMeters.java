package io.alertrelay.app;

import io.alertrelay.intake.Bound;
import io.alertrelay.intake.Door;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The gauges of the public port. */
final class DoorMeters {
    private final MeterRegistry metrics;

    DoorMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void bind(Door door) {
        gauge("connections", "Connections at the public port", door, Door::connections);
        gauge("connections_max", "Connections that there may be at the public port", door, Door::maxConnections);
        gauge("in_flight_webhooks", "Webhooks between the public port and Kafka's ack", door, Door::inFlight);
        gauge("in_flight_bytes", "Bytes of the bodies of webhooks in flight", door, Door::inFlightBytes);
        for (Bound bound : Bound.values()) {
            Gauge.builder("alert_relay_bound_reached", door, d -> d.isReached(bound) ? 1 : 0)
                    .description("1 while a bound of the public port is reached")
                    .tag("bound", bound.word())
                    .register(metrics);
        }
    }

    private void gauge(String name, String description, Door door, ToDoubleFunction<Door> value) {
        Gauge.builder("alert_relay_" + name, door, value)
                .description(description)
                .register(metrics);
    }
}
