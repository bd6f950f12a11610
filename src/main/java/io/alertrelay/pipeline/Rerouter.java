package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.WebhookReading;
import io.alertrelay.config.Format;
import io.alertrelay.pipeline.PreparedWebhook.PreparedAlert;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.WebhookRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads stored webhooks again with the current parser, templates and rules. The result is byte for byte what {@link
 * WebhookRouting} makes.
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
    public boolean isConfigured(String integration) {
        return integrations.containsKey(integration);
    }

    /**
     * The readable alerts of a webhook, by their index.
     *
     * @throws UnreadableWebhookException if the body can't be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public SortedMap<Integer, Alert> read(WebhookRecord webhook) throws UnreadableWebhookException {
        return pipeline(webhook).read(webhook).understood();
    }

    /**
     * Reads a webhook to be routed again. May be called by any thread, for webhooks in any order.
     *
     * @throws UnreadableWebhookException if the body can't be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public PreparedWebhook prepare(WebhookRecord webhook) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(webhook);
        List<PreparedAlert> alerts = new ArrayList<>();
        pipeline.read(webhook)
                .understood()
                .forEach((index, alert) ->
                        alerts.add(PreparedAlert.of(index, alert, webhook, pipeline, formats.channels())));
        return new PreparedWebhook(webhook, alerts);
    }

    /**
     * The readable alerts of a webhook, and where they go.
     *
     * @param open the open alerts after the webhooks before it, by the current rules; updated
     */
    public List<ReroutedAlert> reroute(PreparedWebhook prepared, OpenAlerts open) {
        return prepared.alerts().stream()
                .map(alert -> new ReroutedAlert(
                        alert.index(),
                        alert.alert(),
                        alert.ready().flatMap(ready -> now(prepared, alert, ready, open))))
                .toList();
    }

    private Optional<ReroutedAlert.CurrentRoute> now(
            PreparedWebhook prepared, PreparedAlert alert, PreparedWebhook.Ready ready, OpenAlerts open) {
        try {
            return IntegrationPipeline.decide(
                            new AlertRef(prepared.webhook().receipt(), alert.index()),
                            alert.alert(),
                            ready.byRules(),
                            prepared.webhook().receivedAt(),
                            formats.channels(),
                            open)
                    .map(decided -> new ReroutedAlert.CurrentRoute(ready.title(), ready.facts(), decided.dispatch()));
        } catch (RuntimeException e) {
            // As in routing, a bad alert does not hold back the others of its webhook.
            return Optional.empty();
        }
    }

    /**
     * The events of alerts for a channel, by their index. Alerts that the webhook does not have (any more) or that
     * can't be sent are absent; if there is no such channel, all are. The body is read once for all of them.
     *
     * @throws UnreadableWebhookException if the body can't be routed
     * @throws IllegalArgumentException if its integration is not configured
     */
    public Map<Integer, Remade> remake(WebhookRecord stored, Set<Integer> indexes, String channel)
            throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(stored);
        WebhookReading reading = pipeline.open(stored);
        Map<Integer, Remade> remade = new HashMap<>();
        int left = formats.channels().contains(channel) ? indexes.size() : 0;
        while (left > 0 && reading.hasNext()) {
            AlertItem item = reading.next();
            if (indexes.contains(item.index())) {
                left--;
                if (item instanceof AlertItem.Understood understood) {
                    remade(channel, stored.receipt().toString(), understood.alert(), reading, pipeline)
                            .ifPresent(made -> remade.put(item.index(), made));
                }
            }
        }
        return remade;
    }

    private Optional<Remade> remade(
            String channel, String receipt, Alert alert, WebhookReading reading, IntegrationPipeline pipeline) {
        try {
            byte[] event = formats.bytes(
                    channel, alert, reading.common(), pipeline.events().build(alert, receipt));
            return Optional.of(new Remade(alert, event));
        } catch (RuntimeException e) {
            // As in routing, a bad alert does not hold back the others of its webhook.
            return Optional.empty();
        }
    }

    /**
     * An alert after reading it again.
     *
     * @param event the exact bytes that are sent
     */
    public record Remade(Alert alert, byte[] event) {}

    private IntegrationPipeline pipeline(WebhookRecord webhook) {
        IntegrationPipeline pipeline = integrations.get(webhook.integration());
        if (pipeline == null) {
            throw new IllegalArgumentException("integration " + webhook.integration() + " is not configured");
        }
        return pipeline;
    }
}
