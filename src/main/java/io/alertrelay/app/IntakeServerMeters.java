package io.alertrelay.app;

import io.alertrelay.intake.Bound;
import io.alertrelay.intake.IntakeServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The gauges of the public port. */
record IntakeServerMeters(MeterRegistry metrics) {
    void bind(IntakeServer server) {
        gauge("connections", "Connections at the public port", server, IntakeServer::connections);
        gauge(
                "connections_max",
                "Connections that there may be at the public port",
                server,
                IntakeServer::maxConnections);
        gauge("in_flight_webhooks", "Webhooks between the public port and Kafka's ack", server, IntakeServer::inFlight);
        gauge("in_flight_bytes", "Bytes of the bodies of webhooks in flight", server, IntakeServer::inFlightBytes);
        for (Bound bound : Bound.values()) {
            Gauge.builder("alert_relay_bound_reached", server, d -> d.isReached(bound) ? 1 : 0)
                    .description("1 while a bound of the public port is reached")
                    .tag("bound", bound.word())
                    .register(metrics);
        }
    }

    private void gauge(String name, String description, IntakeServer server, ToDoubleFunction<IntakeServer> value) {
        Gauge.builder("alert_relay_" + name, server, value)
                .description(description)
                .register(metrics);
    }
}
