package io.alertrelay.fuzz.plan;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A case of a rule set, in the few forms that the fuzz needs.
 *
 * @param teams one of which the label must be; empty: any, or none
 * @param severities Flashduty's words, one of which it must be; empty: any
 */
public record RuleCase(
        SortedSet<String> teams, SortedSet<String> severities, SortedSet<String> channels, boolean fallthrough) {
    public RuleCase {
        teams = new TreeSet<>(teams);
        severities = new TreeSet<>(severities);
        channels = new TreeSet<>(channels);
    }

    boolean matches(AlertVersion version) {
        return (teams.isEmpty() || teams.contains(version.team()))
                && (severities.isEmpty() || severities.contains(version.level().flashduty()));
    }
}
