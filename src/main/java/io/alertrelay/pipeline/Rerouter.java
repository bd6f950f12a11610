package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.arms.WebhookReading;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads stored webhooks again, by the parser, the templates and the rules of now. What it makes is, byte for byte, what
 * {@link WebhookRouting} makes.
 */
public final class Rerouter {
    private final Map<String, IntegrationPipeline> integrations;
    private final ChannelFormats formats;

    /**
     * @param integrations by name
     * @param formats of the channels, by name
     */
    public Rerouter(Map<String, IntegrationPipeline> integrations, Map<String, Format> formats) {
        this.integrations = Map.copyOf(integrations);
        this.formats = new ChannelFormats(formats);
    }

    /** Whether webhooks of the integration can be read: it is configured. */
    public boolean knows(String integration) {
        return integrations.containsKey(integration);
    }

    /** The versions of the rules, by integration. */
    public Map<String, String> rules() {
        Map<String, String> versions = new TreeMap<>();
        integrations.forEach(
                (name, pipeline) -> versions.put(name, pipeline.rules().version()));
        return versions;
    }

    /**
     * The alerts of a webhook that are understood, by their index.
     *
     * @throws UnreadableWebhookException if the body is none that can be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public SortedMap<Integer, Alert> read(StoredWebhook webhook) throws UnreadableWebhookException {
        return pipeline(webhook).reader().read(webhook.sender(), webhook.body()).understood();
    }

    /**
     * The alerts of a webhook that are understood, and where they go.
     *
     * @param open what is open by the webhooks before it, by the rules of now; changed by it
     * @throws UnreadableWebhookException if the body is none that can be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public List<ReroutedAlert> reroute(StoredWebhook webhook, OpenAlerts open) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(webhook);
        List<ReroutedAlert> rerouted = new ArrayList<>();
        Webhook read = pipeline.reader().read(webhook.sender(), webhook.body());
        read.understood().forEach((index, alert) -> {
            AlertRef ref = new AlertRef(webhook.receipt(), webhook.offset(), index);
            rerouted.add(new ReroutedAlert(index, alert, now(pipeline, ref, alert, webhook, open)));
        });
        return rerouted;
    }

    private Optional<ReroutedAlert.Now> now(
            IntegrationPipeline pipeline, AlertRef ref, Alert alert, StoredWebhook webhook, OpenAlerts open) {
        try {
            Event event = pipeline.events().build(alert);
            Dispatch dispatch = pipeline.decide(
                            ref, alert, event, webhook.receivedAt(), formats.channels(), open, failure -> {})
                    .dispatch();
            return Optional.of(new ReroutedAlert.Now(event.title(), pipeline.facts(alert, event), dispatch));
        } catch (RuntimeException e) {
            // As in routing, a bad alert keeps no other one of its webhook back.
            return Optional.empty();
        }
    }

    /**
     * The exact bytes that are sent of an alert to a channel; empty if the webhook has no such alert (any more), or there
     * is no such channel.
     *
     * @throws UnreadableWebhookException if the body is none that can be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public Optional<byte[]> event(StoredWebhook stored, int index, String channel) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(stored);
        WebhookReading reading = pipeline.reader().open(stored.sender(), stored.body());
        while (formats.channels().contains(channel) && reading.hasNext()) {
            AlertItem item = reading.next();
            if (item.index() == index) {
                return item instanceof AlertItem.Understood understood
                        ? Optional.of(formats.bytes(
                                channel,
                                understood.alert(),
                                reading.common(),
                                pipeline.events().build(understood.alert())))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private IntegrationPipeline pipeline(StoredWebhook webhook) {
        IntegrationPipeline pipeline = integrations.get(webhook.integration());
        if (pipeline == null) {
            throw new IllegalArgumentException("integration " + webhook.integration() + " is not configured");
        }
        return pipeline;
    }
}
