package io.alertrelay.explain;

import io.alertrelay.routing.Decision;
import java.util.HashSet;
import java.util.List;

/**
 * How an alert was routed when it was received.
 *
 * @param channels all channels that it was sent to
 * @param rules the version of the rule set that decided
 * @param why for people
 */
public record PastDecision(List<String> channels, String rules, String why) {
    public PastDecision {
        channels = List.copyOf(channels);
    }

    /** Whether the other one sends the alert elsewhere. */
    public boolean differs(Decision now) {
        return !new HashSet<>(channels).equals(new HashSet<>(now.channels()));
    }
}
