package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads stored webhooks again, by the parser, the templates and the rules of now. What it makes is, byte for byte, what
 * {@link Router} makes.
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
     * The alerts of a webhook, with what the rules look at.
     *
     * @throws UnreadableWebhookException if the body is none that can be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public List<Alert> read(StoredWebhook webhook) throws UnreadableWebhookException {
        return pipeline(webhook).reader().read(webhook.body()).alerts();
    }

    /**
     * The alerts of a webhook, and where they go.
     *
     * @param open what is open by the webhooks before it, by the rules of now; changed by it
     * @throws UnreadableWebhookException if the body is none that can be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public List<ReroutedAlert> reroute(StoredWebhook webhook, OpenAlerts open) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(webhook);
        List<ReroutedAlert> rerouted = new ArrayList<>();
        for (Alert alert : pipeline.reader().read(webhook.body()).alerts()) {
            AlertRef ref = new AlertRef(webhook.receipt(), webhook.offset(), rerouted.size());
            rerouted.add(new ReroutedAlert(ref.index(), alert, now(pipeline, ref, alert, webhook, open)));
        }
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
        Webhook webhook = pipeline.reader().read(stored.body());
        if (index >= webhook.alerts().size() || !formats.channels().contains(channel)) {
            return Optional.empty();
        }
        Alert alert = webhook.alerts().get(index);
        return Optional.of(
                formats.bytes(channel, alert, webhook, pipeline.events().build(alert)));
    }

    private IntegrationPipeline pipeline(StoredWebhook webhook) {
        IntegrationPipeline pipeline = integrations.get(webhook.integration());
        if (pipeline == null) {
            throw new IllegalArgumentException("integration " + webhook.integration() + " is not configured");
        }
        return pipeline;
    }
}
