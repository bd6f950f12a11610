package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import java.util.Optional;

/**
 * One state of an alert, as reported by a webhook. Decides whether it may still be sent to a channel when newer ones
 * are known: a replay asks when it is planned and while it runs ({@code replay.LatestStates}), the routing stage when
 * it accepts a replayed event ({@code pipeline.OpenAlerts}), and the outbox of a channel while one waits ({@code
 * delivery.Waiting}). Each of these knows other newer states; the rule is this one. A retry from quarantine ({@code
 * repair.LaterStates}) does not know the channels, and leaves out whatever is older.
 *
 * @param ref the alert and webhook that reported it
 */
public record AlertState(AlertRef ref, AlertStatus status) {
    /** Why an older state must not be sent any more. */
    public enum Overtaking {
        /** The channel got, or will get, a newer state: the old one would be its last. */
        BY_NEWER_THERE,
        /** The alert fires in it, and has been resolved since. */
        BY_RECOVERY,
        /** The alert is resolved in it, and has fired since. */
        BY_FIRING
    }

    /**
     * Why it must not be sent to a channel any more; empty if it may. Newer states of the same status that went to
     * other channels do no harm: this one did not receive them.
     *
     * @param latestThere the newest known state that is or was due to the channel
     * @param newest the newest known state, for any channel
     */
    public Optional<Overtaking> overtaken(Optional<AlertRef> latestThere, Optional<AlertState> newest) {
        if (latestThere.filter(there -> there.isAfter(ref)).isPresent()) {
            return Optional.of(Overtaking.BY_NEWER_THERE);
        }
        return newest.filter(state -> state.ref.isAfter(ref) && state.status != status)
                .map(state -> state.status == AlertStatus.FIRING ? Overtaking.BY_FIRING : Overtaking.BY_RECOVERY);
    }

    /** The newer one of the two. */
    public static AlertState newer(AlertState one, AlertState other) {
        return other.ref.isAfter(one.ref) ? other : one;
    }
}
