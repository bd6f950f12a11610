package io.alertrelay.pipeline;

import io.alertrelay.arms.WebhookReader;
import io.alertrelay.flashduty.EventBuilder;
import io.alertrelay.routing.RuleSet;
import java.util.Optional;

/**
 * What is done with the webhooks of one integration.
 *
 * @param id Flashduty's id of it, which rules may ask for as {@code data_source_id}
 */
public record IntegrationPipeline(
        String name, Optional<String> id, WebhookReader reader, EventBuilder events, RuleSet rules) {}
