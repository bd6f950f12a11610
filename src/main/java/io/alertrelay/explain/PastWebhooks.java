package io.alertrelay.explain;

import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.WebhookScan;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.trail.Trails;
import io.alertrelay.trail.WebhookPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Received webhooks, and where they would go by other rules. All methods throw StartException if Kafka does not answer,
 * or has no topics of such a relay.
 */
public record PastWebhooks(Ledger ledger) {
    /** The webhook with that receipt as it was received; empty if there is none, or it is no longer kept. */
    Optional<WebhookRecord> find(ReceiptId receipt) throws StartException, InterruptedException {
        if (receipt.topic() == ReceiptId.Topic.QUARANTINE) {
            return Optional.empty();
        }
        return ledger.reading(reader -> reader.at(ledger.names().webhooks(), receipt.partition(), receipt.offset())
                .map(WebhookRecord::of)
                .filter(webhook -> webhook.receipt().equals(receipt)));
    }

    /**
     * The webhook, or the one alert of it, explained by the rules of the configuration, and how it was routed; empty if
     * there is none with that receipt, or it is no longer kept.
     *
     * @throws StartException also if the webhook's integration is not configured any more
     * @throws UnreadableWebhookException if its body is none that can be routed
     */
    public Optional<PastWebhook> explain(WebhookPart asked)
            throws StartException, UnreadableWebhookException, InterruptedException {
        Optional<WebhookRecord> webhook = find(asked.webhook());
        if (webhook.isEmpty()) {
            return Optional.empty();
        }
        WebhookExplainer explainer = WebhookExplainer.of(ledger.config().integrations());
        String integration = webhook.get().integration();
        if (!explainer.integrations().contains(integration)) {
            throw new StartException(asked.webhook() + " was received through the integration " + integration
                    + ", which the configuration does not have");
        }
        PastWebhook explained = explainer.explain(
                integration,
                Sender.ofWord(webhook.get().source()),
                webhook.get().body(),
                asked.index());
        Map<Integer, PastDecision> then = new HashMap<>();
        Trails.find(ledger, asked)
                .ifPresent(trail -> trail.alerts()
                        .forEach(alert -> PastDecision.of(alert).ifPresent(past -> then.put(alert.index(), past))));
        return Optional.of(explained.with(then));
    }

    /**
     * What other rules would have done with the webhooks of an integration.
     *
     * @param integration of the configuration
     */
    WhatIfResult whatIf(String integration, RuleSet rules, Scope scope, AuditProgress progress)
            throws StartException, InterruptedException {
        WhatIf whatIf = new WhatIf(ledger.pipelines().pipeline(integration).orElseThrow(), rules);
        return WebhookScan.over(
                ledger, scope, progress, integration, whatIf::compare, WhatIfResult::plus, WhatIfResult.NOTHING);
    }

    /** How many webhooks were received, in equal parts of a period. */
    List<Long> counts(Instant from, Instant to, int parts) throws StartException, InterruptedException {
        return ledger.reading(reader -> {
            Duration part = Duration.between(from, to).dividedBy(parts);
            List<Long> counts = new ArrayList<>();
            long before = WebhookScan.count(reader, ledger.names(), from);
            for (int i = 1; i <= parts; i++) {
                long until = WebhookScan.count(reader, ledger.names(), from.plus(part.multipliedBy(i)));
                counts.add(until - before);
                before = until;
            }
            return counts;
        });
    }
}
