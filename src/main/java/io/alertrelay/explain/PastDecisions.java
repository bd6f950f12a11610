package io.alertrelay.explain;

import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import java.util.List;
import java.util.Optional;

/** From the trail of an alert to the decision that made it. */
final class PastDecisions {
    private PastDecisions() {}

    /** What decided, replays aside; empty if there are no deliveries. */
    static Optional<PastDecision> of(AlertTrail alert) {
        List<DeliveryTrail> live = alert.deliveries().stream()
                .filter(delivery -> delivery.id().replay().isEmpty())
                .toList();
        return live.stream()
                // Routed again after a crash, by other rules: the later deliveries are those of the later rules.
                .reduce((first, second) -> second)
                .map(last -> new PastDecision(
                        live.stream()
                                .map(delivery -> delivery.id().channel())
                                .distinct()
                                .toList(),
                        last.rules(),
                        last.why()));
    }
}
