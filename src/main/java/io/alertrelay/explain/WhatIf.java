package io.alertrelay.explain;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.RuleSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Evaluates where the alerts of received webhooks would go by other rules: each firing, reminders too, because rules
 * decide about all of them. Recoveries are left out: they go where their firings went, whatever the rules. Immutable
 * and thread-safe.
 */
final class WhatIf {
    private final IntegrationPipeline pipeline;
    private final RuleSet next;

    /**
     * @param now the current pipeline of the integration
     * @param next the rules to compare with
     */
    WhatIf(IntegrationPipeline now, RuleSet next) {
        this.pipeline = now;
        this.next = next;
    }

    /** Evaluates these webhooks, all of this integration. Never throws, whatever the bodies. */
    WhatIfResult compare(List<WebhookRecord> webhooks) {
        WhatIfTally tally = new WhatIfTally();
        for (WebhookRecord webhook : webhooks) {
            try {
                Webhook read = pipeline.read(webhook);
                tally.webhook();
                read.understood().forEach((index, alert) -> compare(webhook, index, alert, tally));
            } catch (UnreadableWebhookException | RuntimeException e) {
                tally.unreadable();
            }
        }
        return tally.result();
    }

    private void compare(WebhookRecord webhook, int index, Alert alert, WhatIfTally tally) {
        if (alert.status() == AlertStatus.RESOLVED) {
            tally.recovery();
            return;
        }
        Facts facts = pipeline.facts(alert);
        Decision before = pipeline.rules().decide(facts);
        Decision after = next.decide(facts);
        boolean same = before.channels().equals(after.channels())
                || new HashSet<>(before.channels()).equals(new HashSet<>(after.channels()));
        boolean intoDefault = after.byDefault() && !before.byDefault();
        tally.firing(before.channels(), after.channels());
        if (same && !intoDefault) {
            return;
        }
        Map<String, Optional<String>> values = new TreeMap<>(pipeline.rules().values(facts, before));
        values.putAll(next.values(facts, after));
        tally.difference(
                new WhatIfResult.Difference(
                        before.channels(), after.channels(), before.why(), after.why(), intoDefault),
                new WhatIfResult.Example(
                        webhook.receipt().toString(),
                        index,
                        webhook.receivedAt(),
                        facts.severity(),
                        facts.title(),
                        values));
    }
}
