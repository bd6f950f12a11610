package io.alertrelay.pipeline;

import io.alertrelay.routing.CaseMatches;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.RuleSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where rules send an alert, as far as these channels are configured. Rules name no others when they are loaded; but
 * those of an integration that was removed still route what was accepted before, and its channels may have been removed
 * as well.
 *
 * @param channels in the order of the rules, never empty
 * @param version of the rules
 * @param why for people, one short line; it names the channels that are left out
 */
record ByRules(List<String> channels, String version, String why) {
    ByRules {
        channels = List.copyOf(channels);
    }

    /**
     * What the rules say.
     *
     * @param cases of these rules, for the alert
     * @param configured the channels that exist
     * @return empty if no channel is left, not even of the default
     */
    static Optional<ByRules> of(RuleSet rules, CaseMatches cases, Set<String> configured) {
        return cases.areEnough() ? byCases(rules, cases, configured) : withDefault(rules, cases, configured);
    }

    /** The same if the cases are enough; if none of their channels is left, the default is used. */
    static Optional<ByRules> byCases(RuleSet rules, CaseMatches cases, Set<String> configured) {
        return of(rules.byCases(cases), configured).or(() -> withDefault(rules, cases, configured));
    }

    /** The same if the default is used as well. */
    static Optional<ByRules> withDefault(RuleSet rules, CaseMatches cases, Set<String> configured) {
        return of(rules.withDefault(cases), configured);
    }

    private static Optional<ByRules> of(Decision decision, Set<String> configured) {
        List<String> missing = without(decision.channels(), configured);
        List<String> channels = without(decision.channels(), missing);
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(new ByRules(channels, decision.version(), decision.why() + notTo(missing)));
    }

    /** Why an alert for which there is none can't be routed. */
    static String nowhere(RuleSet rules, CaseMatches cases) {
        return "no channel that its rules lead to is configured any more: "
                + String.join(", ", rules.withDefault(cases).channels());
    }

    /** What is said of channels that are left out. */
    static String notTo(List<String> missing) {
        return missing.isEmpty() ? "" : "; not to " + String.join(", ", missing) + ", no longer configured";
    }

    /** Those that are not among some. */
    static List<String> without(List<String> all, Collection<String> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }
}
