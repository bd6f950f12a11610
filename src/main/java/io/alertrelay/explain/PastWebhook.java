package io.alertrelay.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook by the current rules, and how it was routed.
 *
 * @param integration that it was posted to
 * @param hasAsked whether it has the alert that is asked for, understood or not; true if all are asked for
 * @param alerts in order, by the current rules
 * @param more how many more there are, which are not explained because the answer would be too large
 * @param decisions by the index of the alert; without those that are not known
 */
public record PastWebhook(
        String integration,
        boolean hasAsked,
        List<AlertExplanation> alerts,
        int more,
        Map<Integer, PastDecision> decisions) {
    public PastWebhook {
        alerts = List.copyOf(alerts);
        decisions = Map.copyOf(decisions);
    }

    /** Of which all alerts are asked for. */
    public PastWebhook(
            String integration, List<AlertExplanation> alerts, int more, Map<Integer, PastDecision> decisions) {
        this(integration, true, alerts, more, decisions);
    }

    /** The same, with how its alerts were routed. */
    PastWebhook with(Map<Integer, PastDecision> then) {
        return new PastWebhook(integration, hasAsked, alerts, more, then);
    }

    /** How the alert with that index was routed, if it is known. */
    public Optional<PastDecision> then(int index) {
        return Optional.ofNullable(decisions.get(index));
    }
}
