package io.alertrelay.observe;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.intake.DoorWatcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The meters of what happens to alerts; each is there from the start, at 0. */
final class EventMeters {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "alerts_set_aside", "Alerts that could not be understood or routed, while the others of their webhook were",
            "webhooks", "Webhooks that got through the door, by what became of them",
            "requests_refused", "Requests that were answered with an error at the public port",
            "events_routed", "Events that were made for a channel",
            "connections_closed", "Connections at the public port that the relay closed by itself, by why",
            "routing_failures", "Webhooks whose events could not be stored at once, and were read again",
            "record_failures", "Records of channels' topics that could not be handled at once, and were read again",
            "deliveries", "Deliveries that ended, by how",
            "attempts_failed", "Attempts that did not deliver");

    /** Instead of the integration, where it is not known. */
    static final String UNKNOWN = "unknown";
    /** Refusals before the key is known to be one of the relay's. */
    private static final List<String> OF_STRANGERS = List.of("401", "404", "405", "408", "414", "431", "503", "505");
    /** Refusals after that. */
    private static final List<String> OF_INTEGRATIONS = List.of("408", "413", "503");

    private static final List<String> OUTCOMES = Stream.concat(
                    Stream.of("delivered", "superseded"),
                    Arrays.stream(Settlement.Reason.values()).map(Settlement.Reason::word))
            .toList();

    private final MeterRegistry metrics;

    EventMeters(MeterRegistry metrics) {
        this.metrics = metrics;
        for (DoorWatcher.Closed why : DoorWatcher.Closed.values()) {
            counter("connections_closed", "reason", why.word());
        }
    }

    /** See {@link Events#expect}. */
    void expect(Collection<String> integrations, Collection<String> channels) {
        for (String integration : integrations) {
            for (String result : List.of("accepted", "quarantined", "test", "not-stored")) {
                counter("webhooks", "integration", integration, "result", result);
            }
            alerts(integration);
            truncated(integration);
            counter("alerts_set_aside", "integration", integration);
            OF_INTEGRATIONS.forEach(
                    status -> counter("requests_refused", "integration", integration, "status", status));
        }
        // What only the routing stage finds unreadable.
        counter("webhooks", "integration", "routing", "result", "quarantined");
        OF_STRANGERS.forEach(status -> counter("requests_refused", "integration", UNKNOWN, "status", status));
        counter("routing_failures");
        for (DoorWatcher.Closed reason : DoorWatcher.Closed.values()) {
            counter("connections_closed", "reason", reason.word());
        }
        for (String channel : channels) {
            for (Severity severity : Severity.values()) {
                counter("events_routed", "channel", channel, "severity", severity.word());
            }
            OUTCOMES.forEach(outcome -> counter("deliveries", "channel", channel, "outcome", outcome));
            counter("attempts_failed", "channel", channel);
            settledAfter(channel);
        }
    }

    void answered(int status, double seconds) {
        Timer.builder("alert_relay_http_answers")
                .description("Answers at the public port, by status of HTTP")
                .tag("status", String.valueOf(status))
                .register(metrics)
                .record(Duration.ofNanos((long) (seconds * 1e9)));
    }

    void watchOpenAlerts(Supplier<Number> open) {
        Gauge.builder("alert_relay_open_alerts", open)
                .description(
                        "Alerts that fire, as far as this relay knows: their recoveries go where their firings went")
                .register(metrics);
        forgotten().increment(0);
    }

    Counter forgotten() {
        return Counter.builder("alert_relay_open_alerts_forgotten")
                .description("Open alerts that were forgotten because there were too many (routing.max_open_alerts)")
                .register(metrics);
    }

    Counter alerts(String integration) {
        return Counter.builder("alert_relay_alerts_accepted")
                .description("Alerts in the webhooks that were accepted")
                .tag("integration", integration)
                .register(metrics);
    }

    Counter truncated(String integration) {
        return Counter.builder("alert_relay_alerts_truncated")
                .description("Alerts that senders say they left out of webhooks, so that nobody is told of them")
                .tag("integration", integration)
                .register(metrics);
    }

    Timer settledAfter(String channel) {
        return Timer.builder("alert_relay_settled_after")
                .description("From a webhook's receipt to the settlement of a delivery that is not a replay's")
                .tag("channel", channel)
                .register(metrics);
    }

    void count(String what, String... tags) {
        counter(what, tags).increment();
    }

    private Counter counter(String what, String... tags) {
        return Counter.builder("alert_relay_" + what)
                .description(DESCRIPTIONS.get(what))
                .tags(tags)
                .register(metrics);
    }
}
