package io.alertrelay.rulesets;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.WebhookRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * The firing alerts of received webhooks.
 *
 * @param pipeline of the integration that received all of them
 */
record FiringAlerts(IntegrationPipeline pipeline, List<WebhookRecord> webhooks) {
    FiringAlerts {
        webhooks = List.copyOf(webhooks);
    }

    /** Never throws, whatever the bodies: at an alert for which the action fails, its webhook ends. */
    void forEach(Consumer<Alert> action) {
        for (WebhookRecord webhook : webhooks) {
            try {
                pipeline.read(webhook).alerts().stream()
                        .filter(alert -> alert.status() == AlertStatus.FIRING)
                        .forEach(action);
            } catch (UnreadableWebhookException | RuntimeException e) {
                // Routing reports this by a record in quarantine.
            }
        }
    }
}
