package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open alerts of one partition, to which webhooks of an alert come, one after the other. */
abstract class OpenAlertsRig {
    static final Duration MAX_AGE = Duration.ofDays(30);
    static final Instant T0 = Instant.parse("2026-05-01T10:00:00Z");

    final Set<String> configured = Set.of("payments", "platform", "oncall");
    OpenAlerts alerts = new DecisionHistory(MAX_AGE, 0).openAlerts();
    long offset;

    Decided fire(Severity severity, String... channels) {
        return fireAt(T0, severity, channels);
    }

    Decided fireAt(Instant at, Severity severity, String... channels) {
        return decide(alert("k", AlertStatus.FIRING, severity), at, channels);
    }

    Decided resolve(String... channels) {
        return decide(alert("k", AlertStatus.RESOLVED, Severity.INFO), T0, channels);
    }

    Decided decide(Alert alert, Instant at, String... channels) {
        AlertRef ref = WebhookReceipts.alert(offset++, 0);
        return alerts.keep(
                alerts.known(ref, alert, configured).orElseGet(() -> alerts.byRules(ref, alert, at, rules(channels))));
    }

    static ByRules rules(String... channels) {
        return new ByRules(List.of(channels), "v-" + channels[0], "dedicated");
    }

    static Alert alert(String key, AlertStatus status, Severity severity) {
        return new Alert(
                key, status, severity, Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
