package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.ArmsBodyWriter;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
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
    private final Map<String, Format> formats;
    private final ArmsBodyWriter armsBodies = new ArmsBodyWriter();

    /**
     * @param integrations by name
     * @param formats of the channels, by name
     */
    public Router(Map<String, IntegrationPipeline> integrations, Map<String, Format> formats) {
        this.integrations = Map.copyOf(integrations);
        this.formats = Map.copyOf(formats);
    }

    /** What is due for the body. Never throws, whatever the body. */
    public RoutedWebhook route(String integration, byte[] body) {
        IntegrationPipeline pipeline = integrations.get(integration);
        if (pipeline == null) {
            return quarantined("integration " + integration + " is not configured");
        }
        try {
            return route(pipeline, pipeline.reader().read(body));
        } catch (UnreadableWebhookException e) {
            return quarantined(e.getMessage());
        } catch (RuntimeException e) {
            return quarantined(
                    "the relay failed to read the body: " + e.getClass().getSimpleName());
        }
    }

    private RoutedWebhook route(IntegrationPipeline pipeline, Webhook webhook) {
        List<RoutedEvent> events = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < webhook.alerts().size(); i++) {
            try {
                events.addAll(route(pipeline, webhook, i));
            } catch (RuntimeException e) {
                failures.add("alert " + i + ": the relay failed to route it: "
                        + e.getClass().getSimpleName());
            }
        }
        return new RoutedWebhook(
                events, failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures)));
    }

    private List<RoutedEvent> route(IntegrationPipeline pipeline, Webhook webhook, int index) {
        Alert alert = webhook.alerts().get(index);
        Event event = pipeline.events().build(alert);
        Facts facts = new Facts(
                alert.severity(),
                event.title(),
                event.description(),
                pipeline.id(),
                pipeline.events().labels(alert));
        Decision decision = pipeline.rules().decide(facts);
        return decision.channels().stream()
                .map(channel -> new RoutedEvent(
                        index,
                        alert,
                        event.title(),
                        channel,
                        decision,
                        formats.get(channel) == Format.ARMS ? armsBodies.write(alert, webhook) : event.bytes()))
                .toList();
    }

    private static RoutedWebhook quarantined(String cause) {
        return new RoutedWebhook(List.of(), Optional.of(cause));
    }
}
