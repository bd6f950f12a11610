package io.alertrelay.routing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of the cases for an alert, before the default.
 *
 * @param channels that they add, each once; may be empty
 * @param matched the cases that matched, in order; empty for a dedicated integration
 * @param failures the cases that failed, in order; almost always empty
 */
public record CaseMatches(List<String> channels, List<MatchedCase> matched, List<CaseFailure> failures) {
    static CaseMatches of(List<MatchedCase> matched, List<CaseFailure> failures) {
        if (matched.isEmpty()) {
            return new CaseMatches(List.of(), matched, failures);
        }
        Set<String> channels = new LinkedHashSet<>();
        matched.forEach(m -> channels.addAll(m.channels()));
        return new CaseMatches(List.copyOf(channels), matched, failures);
    }

    /** Whether the default is not needed: a case added a channel, and none failed. */
    public boolean areEnough() {
        return !channels.isEmpty() && failures.isEmpty();
    }

    /** The decision by the cases, without the default. */
    Decision decision(String version) {
        return new Decision(channels, matched, false, failures, version);
    }

    /** The decision by the cases and the default. */
    Decision withDefault(List<String> byDefault, String version) {
        List<String> all = channels.isEmpty()
                ? byDefault
                : Stream.concat(channels.stream(), byDefault.stream())
                        .distinct()
                        .toList();
        return new Decision(all, matched, true, failures, version);
    }
}
