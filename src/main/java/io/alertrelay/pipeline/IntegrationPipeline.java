package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.arms.WebhookReading;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.flashduty.Event;
import io.alertrelay.flashduty.EventBuilder;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.RuleSet;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How the webhooks of one integration are processed.
 *
 * @param id Flashduty's id of the integration, which rules may match as {@code data_source_id}
 */
public record IntegrationPipeline(
        String name, Optional<String> id, WebhookReader reader, EventBuilder events, RuleSet rules) {
    /** The pipeline of the configuration. */
    public static IntegrationPipeline of(IntegrationSettings settings) {
        return new IntegrationPipeline(
                settings.name(),
                settings.id(),
                new WebhookReader(settings.name(), settings.severities()),
                new EventBuilder(settings.template()),
                settings.rules());
    }

    /**
     * All of a webhook.
     *
     * @throws UnreadableWebhookException if the body can't be routed
     */
    public Webhook read(WebhookRecord webhook) throws UnreadableWebhookException {
        return reader.read(Sender.ofWord(webhook.source()), webhook.body());
    }

    /**
     * Its alerts, one after the other.
     *
     * @throws UnreadableWebhookException if the body can't be routed
     */
    public WebhookReading open(WebhookRecord webhook) throws UnreadableWebhookException {
        return reader.open(Sender.ofWord(webhook.source()), webhook.body());
    }

    /**
     * Decides where an alert goes, as the routes do ({@link RoutableAlert}): as known, or else by the rules.
     *
     * @param rules what they decide
     * @param channels that exist
     * @param open the alerts of its webhook's partition; changed by it
     * @return empty if no channel to which the rules lead exists
     */
    static Optional<Decided> decide(
            AlertRef ref,
            Alert alert,
            Supplier<Optional<ByRules>> rules,
            Instant receivedAt,
            Set<String> channels,
            OpenAlerts open) {
        return open.known(ref, alert, channels)
                .or(() -> rules.get().map(to -> open.byRules(ref, alert, receivedAt, to)))
                .map(open::keep);
    }

    /** What the rules look at, without the event, which costs more. */
    public Facts facts(Alert alert) {
        return new Facts(alert.severity(), events.title(alert), events.description(alert), id, events.labels(alert));
    }

    /** What the rules look at: the alert as its event will show it. */
    public Facts facts(Alert alert, Event event) {
        return new Facts(alert.severity(), event.title(), event.description(), id, events.labels(alert));
    }
}
