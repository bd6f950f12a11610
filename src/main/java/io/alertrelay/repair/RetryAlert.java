package io.alertrelay.repair;

import io.alertrelay.alert.Alert;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import java.util.List;
import java.util.Optional;

/**
 * One alert of a body in quarantine, as a retry would treat it.
 *
 * @param index of the alert in its body, from 0
 * @param why it goes to these channels, by the current rules
 * @param newer the receipt of a webhook that has a later state of the same alert; empty if none does, or if that is not
 *     known any more
 * @param leftOut whether it is left out because of that
 */
public record RetryAlert(
        int index,
        String status,
        String alertKey,
        String severity,
        String title,
        String why,
        List<String> channels,
        Optional<String> newer,
        boolean leftOut) {
    /** One of which no later state is known. */
    public static RetryAlert of(int index, Alert alert, Facts facts, Decision decision) {
        return new RetryAlert(
                index,
                alert.status().word(),
                alert.key(),
                facts.severity().word(),
                facts.title(),
                decision.why(),
                decision.channels(),
                Optional.empty(),
                false);
    }

    /** The same, with what is known of later states. */
    RetryAlert judged(Optional<String> later, boolean left) {
        return new RetryAlert(index, status, alertKey, severity, title, why, channels, later, left);
    }
}
