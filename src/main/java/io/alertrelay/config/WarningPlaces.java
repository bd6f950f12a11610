package io.alertrelay.config;

import io.alertrelay.routing.RuleWarning;
import java.util.Map;
import java.util.Optional;

/** Finds the lines of warnings about the rules of an integration. */
public final class WarningPlaces {
    private final Map<String, WrittenRules> written;

    /** @param written the rules of the shared integrations by the integration's name */
    WarningPlaces(Map<String, WrittenRules> written) {
        this.written = Map.copyOf(written);
    }

    /** The warning with its file and line; empty if the integration has no rules. */
    public Optional<ConfigWarning> of(String integration, RuleWarning warning) {
        return Optional.ofNullable(written.get(integration)).map(rules -> rules.place(warning));
    }
}
