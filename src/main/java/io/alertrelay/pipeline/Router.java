package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import io.alertrelay.routing.CaseFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a stored webhook into the events that are due, each made once, in its channel's format. What can't be routed,
 * and only that, goes to quarantine: a bad alert keeps no other one of its webhook back.
 */
public final class Router {
    private final Map<String, IntegrationPipeline> integrations;
    private final ChannelFormats formats;

    /**
     * @param integrations by name
     * @param formats of the channels, by name
     */
    public Router(Map<String, IntegrationPipeline> integrations, Map<String, Format> formats) {
        this.integrations = Map.copyOf(integrations);
        this.formats = new ChannelFormats(formats);
    }

    /**
     * What is due for the webhook. Never throws, whatever the body.
     *
     * @param open the alerts of the webhook's partition; changed by it
     */
    public RoutedWebhook route(StoredWebhook webhook, OpenAlerts open) {
        IntegrationPipeline pipeline = integrations.get(webhook.integration());
        if (pipeline == null) {
            return quarantined("integration " + webhook.integration() + " is not configured");
        }
        try {
            return route(pipeline, webhook, pipeline.reader().read(webhook.body()), open);
        } catch (UnreadableWebhookException e) {
            return quarantined(e.getMessage());
        } catch (RuntimeException e) {
            return quarantined(
                    "the relay failed to read the body: " + e.getClass().getSimpleName());
        }
    }

    private RoutedWebhook route(IntegrationPipeline pipeline, StoredWebhook stored, Webhook webhook, OpenAlerts open) {
        List<RoutedEvent> events = new ArrayList<>();
        List<DecisionRecord> decisions = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < webhook.alerts().size(); i++) {
            try {
                Alert alert = webhook.alerts().get(i);
                Event event = pipeline.events().build(alert);
                AlertRef ref = new AlertRef(stored.receipt(), stored.offset(), i);
                List<CaseFailure> ruleFailures = new ArrayList<>();
                Decided decided = pipeline.decide(
                        ref, alert, event, stored.receivedAt(), formats.channels(), open, ruleFailures::add);
                decisions.add(decided.record());
                for (String channel : decided.dispatch().channels()) {
                    events.add(new RoutedEvent(
                            i,
                            alert,
                            event.title(),
                            channel,
                            decided.dispatch(),
                            decided.redone(),
                            ruleFailures,
                            formats.bytes(channel, alert, webhook, event)));
                }
            } catch (RuntimeException e) {
                failures.add("alert " + i + ": the relay failed to route it: "
                        + e.getClass().getSimpleName());
            }
        }
        return new RoutedWebhook(
                events, decisions, failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures)));
    }

    private static RoutedWebhook quarantined(String cause) {
        return new RoutedWebhook(List.of(), List.of(), Optional.of(cause));
    }
}
