package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.SeverityWords;
import io.alertrelay.arms.StatedSeverity;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.routing.RuleSet;
import java.util.Map;
import java.util.Optional;

/**
 * A source of webhooks.
 *
 * @param id Flashduty's id of it, which rules ask for as {@code data_source_id}
 * @param key what its webhooks come with
 * @param defaultSeverity of an alert that states none that is known
 * @param severityWords what further words for a severity mean, or the contract's differently
 * @param rules where its alerts go
 * @param dedicated whether that is always the same channel
 * @param template what its events say differently
 */
public record IntegrationSettings(
        String name,
        Optional<String> id,
        Secret key,
        Severity defaultSeverity,
        Map<String, StatedSeverity> severityWords,
        RuleSet rules,
        boolean dedicated,
        EventTemplate template) {
    public IntegrationSettings {
        severityWords = Map.copyOf(severityWords);
    }

    /** What the words for severities mean in its webhooks. */
    public SeverityWords severities() {
        return new SeverityWords(defaultSeverity, severityWords);
    }
}
