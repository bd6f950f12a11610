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
 * @param id Flashduty's id of it, which rules match as {@code data_source_id}
 * @param keys any of which its webhooks may be posted with; at least one
 * @param defaultSeverity of an alert without a known severity
 * @param severityWords additional words for severities, or other meanings of the contract's
 * @param rules where its alerts go
 * @param dedicated whether they always go to the same channel
 * @param template of its events
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

    /** The meaning of words for severities in its webhooks. */
    public SeverityWords severities() {
        return new SeverityWords(defaultSeverity, severityWords);
    }
}
