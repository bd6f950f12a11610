package io.alertrelay.fuzz.plan;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The rules of all integrations, as one configuration has them. An integration without cases is a dedicated one. */
public record RulePlan(SortedMap<String, PlannedRules> byIntegration) {
    public RulePlan(Map<String, PlannedRules> byIntegration) {
        this(new TreeMap<>(byIntegration));
    }

    /** Where an alert goes. */
    public SortedSet<String> channels(AlertVersion version) {
        return byIntegration.get(version.integration()).channels(version);
    }
}
