package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.SeverityWords;
import io.alertrelay.arms.StatedSeverity;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.routing.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source of webhooks.
 *
 * @param id Flashduty's id of it, which rules ask for as {@code data_source_id}
 * @param keys what its webhooks come with, any of these; at least one
 * @param defaultSeverity of an alert that states none that is known
 * @param severityWords what further words for a severity mean, or the contract's differently
 * @param rules where its alerts go
 * @param dedicated whether that is always the same channel
 * @param template what its events say differently
 */
public record IntegrationSettings(
        String name,
        Optional<String> id,
        List<IntegrationKey> keys,
        Severity defaultSeverity,
        Map<String, StatedSeverity> severityWords,
        RuleSet rules,
        boolean dedicated,
        EventTemplate template) {
    public IntegrationSettings {
        keys = List.copyOf(keys);
        severityWords = Map.copyOf(severityWords);
    }

    /** What the words for severities mean in its webhooks. */
    public SeverityWords severities() {
        return new SeverityWords(defaultSeverity, severityWords);
    }
}
