package io.alertrelay.observe;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.IntakeServerWatcher;
import io.alertrelay.intake.UnavailableReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The meters of what happens to alerts; each exists from the start, at 0. */
final class AlertMeters {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "alerts_set_aside", "Alerts that could not be understood or routed, while the others of their webhook were",
            "webhooks", "Webhooks with a known key, by result",
            "requests_refused", "Requests that were answered with an error at the public port",
            "events_routed", "Events that were made for a channel",
            "connections_closed", "Connections at the public port that the relay closed by itself, by why",
            "routing_failures", "Webhooks whose events could not be stored at once, and were read again",
            "record_failures", "Records of channels' topics that could not be handled at once, and were read again",
            "deliveries", "Deliveries that ended, by how",
            "attempts_failed", "Attempts that did not deliver");

    /** The value of the tag integration where it is not known. */
    static final String UNKNOWN = "unknown";
    /** Causes of refusals before the key is known. */
    private static final Map<Integer, String> OF_STRANGERS = Map.of(
            400, "head", 401, "key", 404, "path", 405, "method", 408, "slow", 414, "head", 431, "head", 505, "version");
    /** Causes of refusals with a known key, or one that has expired. */
    private static final Map<Integer, String> OF_INTEGRATIONS = Map.of(
            401, "key", 404, "path", 405, "method", 413, "size", IntakeReply.BROKEN_OFF, "broken-off", 501, "encoding");

    /** The cause of a 401 where a key was given that is not a known one. */
    private static final String UNKNOWN_KEY = "unknown-key";

    private static final int NOT_NOW = 503;
    /** The statuses that are expected in normal operation. */
    private static final List<Integer> OFTEN = List.of(200, 400, 401, 413, NOT_NOW);

    /** From the latency of a local Flashduty to the time for which an event is retried by default. */
    private static final Duration[] DELIVERY_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofHours(24)
    };

    private static final List<String> OUTCOMES = Stream.concat(
                    Stream.of("delivered", "superseded"),
                    Arrays.stream(Settlement.GiveUpReason.values()).map(Settlement.GiveUpReason::word))
            .toList();

    private final MeterRegistry metrics;
    /** By name and tags: a look-up in the registry needs a builder, an id, and a sorted list of tags each time. */
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

    AlertMeters(MeterRegistry metrics) {
        this.metrics = metrics;
        for (IntakeServerWatcher.Closed why : IntakeServerWatcher.Closed.values()) {
            counter("connections_closed", "reason", why.word());
        }
    }

    /** See {@link Telemetry#expect}. */
    void expect(Collection<String> integrations, Collection<String> channels) {
        for (String integration : integrations) {
            for (String result : List.of("accepted", "quarantined", "test", "not-stored")) {
                counter("webhooks", "integration", integration, "result", result);
            }
            alerts(integration);
            truncated(integration);
            setAside(integration);
            expectRefusals(integration, OF_INTEGRATIONS);
        }
        // Bodies that only the routing stage finds unreadable.
        counter("webhooks", "integration", "routing", "result", "quarantined");
        expectRefusals(UNKNOWN, OF_STRANGERS);
        refusals(UNKNOWN, 401, UNKNOWN_KEY);
        OFTEN.forEach(this::answers);
        counter("routing_failures");
        for (IntakeServerWatcher.Closed reason : IntakeServerWatcher.Closed.values()) {
            counter("connections_closed", "reason", reason.word());
        }
        for (String channel : channels) {
            for (Severity severity : Severity.values()) {
                counter("events_routed", "channel", channel, "severity", severity.word());
                deliveredAfter(channel, severity);
            }
            OUTCOMES.forEach(outcome -> counter("deliveries", "channel", channel, "outcome", outcome));
            counter("attempts_failed", "channel", channel);
            counter("record_failures", "channel", channel);
            settledAfter(channel);
        }
    }

    private void expectRefusals(String integration, Map<Integer, String> causes) {
        causes.forEach((status, cause) -> refusals(integration, status, cause));
        for (UnavailableReason why : UnavailableReason.values()) {
            // Without a free connection there is no answer, only a close: see connections_closed.
            if (why != UnavailableReason.CONNECTIONS) {
                refusals(integration, NOT_NOW, why.word());
            }
        }
    }

    /**
     * A request was answered with an error.
     *
     * @param integration or {@link #UNKNOWN}
     * @return the name of the cause
     */
    String refused(String integration, IntakeReply reply) {
        int status = reply.status();
        String cause = reply.unknownKey()
                ? UNKNOWN_KEY
                : reply.notNow()
                        .map(UnavailableReason::word)
                        .orElseGet(
                                () -> OF_INTEGRATIONS.getOrDefault(status, OF_STRANGERS.getOrDefault(status, "other")));
        refusals(integration, status, cause).increment();
        return cause;
    }

    private Counter refusals(String integration, int status, String cause) {
        return counter(
                "requests_refused", "integration", integration, "status", String.valueOf(status), "cause", cause);
    }

    void answered(int status, double seconds) {
        answers(status).record(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private Timer answers(int status) {
        return timers.computeIfAbsent(
                List.of("answers", String.valueOf(status)),
                key -> Timer.builder("alert_relay_http_answers")
                        .description("Answers at the public port, by status of HTTP")
                        .tag("status", String.valueOf(status))
                        .register(metrics));
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
        return counters.computeIfAbsent(
                List.of("alerts_accepted", integration),
                key -> Counter.builder("alert_relay_alerts_accepted")
                        .description("Alerts in the webhooks that were accepted")
                        .tag("integration", integration)
                        .register(metrics));
    }

    Counter truncated(String integration) {
        return Counter.builder("alert_relay_alerts_truncated")
                .description("Alerts that senders say they left out of webhooks; no one is notified of them")
                .tag("integration", integration)
                .register(metrics);
    }

    Timer settledAfter(String channel) {
        return timers.computeIfAbsent(
                List.of("settled_after", channel),
                key -> Timer.builder("alert_relay_settled_after")
                        .description(
                                "From when a webhook was received to the settlement of a delivery that is not a replay's")
                        .tag("channel", channel)
                        .register(metrics));
    }

    /** Not of replays, whose webhooks are old. */
    Timer deliveredAfter(String channel, Severity severity) {
        return timers.computeIfAbsent(
                List.of("delivered_after", channel, severity.word()),
                key -> Timer.builder("alert_relay_delivered_after")
                        .description(
                                "From when a webhook was received to the delivery of its alert, without what replays send")
                        .serviceLevelObjectives(DELIVERY_BUCKETS)
                        .tag("channel", channel)
                        .tag("severity", severity.word())
                        .register(metrics));
    }

    Counter setAside(String integration) {
        return counter("alerts_set_aside", "integration", integration);
    }

    void count(String what, String... tags) {
        counter(what, tags).increment();
    }

    private Counter counter(String what, String... tags) {
        List<String> key = new ArrayList<>(tags.length + 1);
        key.add(what);
        Collections.addAll(key, tags);
        return counters.computeIfAbsent(
                key,
                named -> Counter.builder("alert_relay_" + what)
                        .description(DESCRIPTIONS.get(what))
                        .tags(tags)
                        .register(metrics));
    }
}
