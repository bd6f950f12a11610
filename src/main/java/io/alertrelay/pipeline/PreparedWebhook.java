package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.flashduty.Event;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.RuleSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A stored webhook with all that routing it again needs but the open alerts, so that the order of webhooks does not
 * matter to it.
 *
 * @param alerts the readable ones
 */
public record PreparedWebhook(WebhookRecord webhook, List<PreparedAlert> alerts) {
    public PreparedWebhook {
        alerts = List.copyOf(alerts);
    }

    /**
     * One alert.
     *
     * @param index in its webhook, from 0
     * @param ready empty if it can't be routed
     */
    record PreparedAlert(int index, Alert alert, Optional<Ready> ready) {
        static PreparedAlert of(
                int index, Alert alert, WebhookRecord webhook, IntegrationPipeline pipeline, Set<String> channels) {
            try {
                Event event = pipeline.events().build(alert, webhook.receipt().toString());
                Facts facts = pipeline.facts(alert, event);
                return new PreparedAlert(
                        index,
                        alert,
                        Optional.of(
                                new Ready(event.title(), facts, byRules(alert, facts, pipeline.rules(), channels))));
            } catch (RuntimeException e) {
                // As in routing, a bad alert does not hold back the others of its webhook.
                return new PreparedAlert(index, alert, Optional.empty());
            }
        }

        /** That of a firing is always asked for, that of a recovery seldom. */
        private static Supplier<Optional<ByRules>> byRules(
                Alert alert, Facts facts, RuleSet rules, Set<String> channels) {
            if (alert.status() == AlertStatus.RESOLVED) {
                return () -> ByRules.of(rules, rules.matches(facts), channels);
            }
            Optional<ByRules> decided = ByRules.of(rules, rules.matches(facts), channels);
            return () -> decided;
        }
    }

    /**
     * What is known of an alert that can be routed.
     *
     * @param title as its event has it
     * @param facts for the rules
     * @param byRules where the rules lead; empty if to no channel that exists
     */
    record Ready(String title, Facts facts, Supplier<Optional<ByRules>> byRules) {}
}
