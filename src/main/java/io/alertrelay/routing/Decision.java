package io.alertrelay.routing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an alert goes, and why.
 *
 * @param channels in the order of first addition, each once, never empty
 * @param matched the cases that matched, in order; empty for a dedicated integration
 * @param byDefault whether the default was used: no case added a channel, or a case failed
 * @param failures the cases that failed, in order; almost always empty
 * @param version of the rule set that decided
 */
public record Decision(
        List<String> channels,
        List<MatchedCase> matched,
        boolean byDefault,
        List<CaseFailure> failures,
        String version) {
    private static final int WHY_LENGTH = 300;
    private static final String NO_CASE = "default: no case matched";

    public Decision {
        channels = List.copyOf(channels);
        matched = List.copyOf(matched);
        failures = List.copyOf(failures);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a decision needs a channel: an alert without one would be lost");
        }
    }

    /**
     * The reason in one short line, for a log: {@code case 1 (labels.team IN payments, severity IN Critical), case 3},
     * or {@code default: no case matched}, or {@code dedicated}.
     */
    public String why() {
        return Excerpt.of(reason(), WHY_LENGTH);
    }

    private String reason() {
        if (matched.isEmpty() && failures.isEmpty()) {
            return byDefault ? NO_CASE : "dedicated";
        }
        String cases = matched.stream().map(MatchedCase::why).collect(Collectors.joining(", "));
        if (!byDefault) {
            return cases.isEmpty() ? "dedicated" : cases;
        }
        if (failures.isEmpty()) {
            return "default: " + cases;
        }
        String failed = failures.stream().map(CaseFailure::why).collect(Collectors.joining(", "));
        return Stream.of(cases, "default: " + failed)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
