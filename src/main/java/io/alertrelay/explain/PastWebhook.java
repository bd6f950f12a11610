package io.alertrelay.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook by the current rules, and how it was routed.
 *
 * @param integration that it was posted to
 * @param alerts in order, by the current rules
 * @param decisions by the index of the alert; without those that are not known
 */
public record PastWebhook(String integration, List<AlertExplanation> alerts, Map<Integer, PastDecision> decisions) {
    public PastWebhook {
        alerts = List.copyOf(alerts);
        decisions = Map.copyOf(decisions);
    }

    /** How the alert with that index was routed, if it is known. */
    public Optional<PastDecision> then(int index) {
        return Optional.ofNullable(decisions.get(index));
    }
}
