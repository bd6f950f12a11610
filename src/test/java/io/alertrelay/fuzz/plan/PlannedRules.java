package io.alertrelay.fuzz.plan;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rules of one integration, read as the contract of Flashduty's routes says. */
public record PlannedRules(List<RuleCase> cases, SortedSet<String> otherwise) {
    public PlannedRules {
        cases = List.copyOf(cases);
        otherwise = new TreeSet<>(otherwise);
    }

    /** Where an alert goes. */
    public SortedSet<String> channels(AlertVersion version) {
        SortedSet<String> channels = new TreeSet<>();
        for (RuleCase each : cases) {
            if (each.matches(version)) {
                channels.addAll(each.channels());
                if (!each.fallthrough()) {
                    break;
                }
            }
        }
        return channels.isEmpty() ? otherwise : channels;
    }
}
