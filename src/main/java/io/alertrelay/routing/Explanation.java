package io.alertrelay.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How a decision came about.
 *
 * @param decision the one that routing makes
 * @param cases all, in order; none for a dedicated integration
 * @param byDefault the channels of the default, used or not; none for a dedicated integration
 */
public record Explanation(Decision decision, List<CaseExplanation> cases, List<String> byDefault) {
    public Explanation {
        cases = List.copyOf(cases);
        byDefault = List.copyOf(byDefault);
    }

    /**
     * What added a channel to the decision.
     *
     * @param cases the numbers of the cases that added it
     * @param byDefault whether the default added it
     */
    public record ChannelOrigin(
            String channel,
            List<Integer> cases,
            @JsonProperty("default") boolean byDefault) {
        public ChannelOrigin {
            cases = List.copyOf(cases);
        }
    }

    /** How many cases it tells of, and values of their conditions. */
    public int size() {
        return cases.stream()
                .mapToInt(one -> one.outcome() instanceof CaseOutcome.Unmatched no
                        ? 1 + no.vals().size()
                        : 1)
                .sum();
    }

    /** The channels of the decision, each with its origin; a dedicated integration has neither cases nor a default. */
    public List<ChannelOrigin> origins() {
        return decision.channels().stream()
                .map(channel -> new ChannelOrigin(
                        channel,
                        decision.matched().stream()
                                .filter(m -> m.channels().contains(channel))
                                .map(MatchedCase::number)
                                .toList(),
                        decision.byDefault() && byDefault.contains(channel)))
                .toList();
    }
}
