package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.routing.RuleSet;
import java.util.Optional;

/**
 * A source of webhooks.
 *
 * @param id Flashduty's id of it, which rules ask for as {@code data_source_id}
 * @param key what its webhooks come with
 * @param defaultSeverity of an alert that states none that is known
 * @param rules where its alerts go
 * @param dedicated whether that is always the same channel
 * @param template what its events say differently
 */
public record IntegrationSettings(
        String name,
        Optional<String> id,
        Secret key,
        Severity defaultSeverity,
        RuleSet rules,
        boolean dedicated,
        EventTemplate template) {}
