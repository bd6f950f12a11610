package io.alertrelay.pipeline;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.time.Instant;

/**
 * An event that is replayed, as the routing stage sees it.
 *
 * @param alert that it was made of
 * @param key of the alert
 * @param channel that it goes to
 * @param rules version of the rule set that decided
 * @param why the decision, for people
 * @param at when it was replayed
 * @param checked the offset in its partition of webhooks up to which the replay has found no newer state of the alert
 */
public record Replayed(
        AlertRef alert,
        String key,
        AlertStatus status,
        Severity severity,
        String channel,
        String rules,
        String why,
        Instant at,
        long checked) {
    /** The same, let in with regard to all that was routed before that offset. */
    Replayed checkedTo(long offset) {
        return new Replayed(alert, key, status, severity, channel, rules, why, at, Math.max(checked, offset));
    }
}
