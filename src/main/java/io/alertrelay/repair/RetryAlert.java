package io.alertrelay.repair;

import com.fasterxml.jackson.annotation.JsonValue;
import io.alertrelay.alert.Alert;
import io.alertrelay.explain.AlertExplanation;
import io.alertrelay.routing.Decision;
import java.util.List;
import java.util.Optional;

/**
 * One alert of a body in quarantine, as a retry would treat it.
 *
 * @param explanation where it would go, by the current rules
 * @param newer the receipt of a webhook that has a later state of the same alert; empty if none does, or if that is not
 *     known any more
 * @param left whether it is left out because of that
 */
public record RetryAlert(AlertExplanation explanation, Optional<String> newer, boolean left) {
    /** Its JSON. */
    @JsonValue
    private Line line() {
        Decision decision = explanation.explanation().decision();
        return new Line(
                explanation.index(),
                explanation.alert().map(read -> read.status().word()),
                explanation.alert().map(Alert::key),
                explanation.facts().severity().word(),
                explanation.facts().title(),
                decision.why(),
                decision.channels(),
                newer,
                left);
    }

    private record Line(
            int index,
            Optional<String> status,
            Optional<String> alertKey,
            String severity,
            String title,
            String why,
            List<String> channels,
            Optional<String> newer,
            boolean leftOut) {}
}
