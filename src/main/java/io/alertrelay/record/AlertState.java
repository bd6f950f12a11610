package io.alertrelay.record;

import io.alertrelay.alert.AlertStatus;
import java.util.Optional;

/**
 * One state of an alert, as a webhook told it. Says whether it may still be sent to a channel when newer ones are known:
 * a replay asks when it is planned and while it goes on ({@code replay.LatestStates}), the routing stage when it lets a
 * replayed event in ({@code pipeline.OpenAlerts}), and the outbox of a channel while one waits ({@code
 * delivery.Waiting}). Each of these knows other newer states; the rule is this one.
 *
 * @param ref which alert of which webhook told it
 */
public record AlertState(AlertRef ref, AlertStatus status) {
    /** Why an older state must not be sent any more. */
    public enum Overtaken {
        /** The channel was, or will be, told something newer: it would end with what is old. */
        BY_NEWER_THERE,
        /** The alert fires in it, and has been resolved since. */
        BY_RECOVERY,
        /** The alert is resolved in it, and has fired since. */
        BY_FIRING
    }

    /**
     * Why it must not be sent to a channel any more; empty if it may. What went to other channels, and says the same,
     * does no harm: this one has not heard of it.
     *
     * @param latestThere the newest state that is known to be, or to have been, due to the channel
     * @param newest the newest state that is known, wherever it went
     */
    public Optional<Overtaken> overtaken(Optional<AlertRef> latestThere, Optional<AlertState> newest) {
        if (latestThere.filter(there -> there.isAfter(ref)).isPresent()) {
            return Optional.of(Overtaken.BY_NEWER_THERE);
        }
        return newest.filter(state -> state.ref.isAfter(ref) && state.status != status)
                .map(state -> state.status == AlertStatus.FIRING ? Overtaken.BY_FIRING : Overtaken.BY_RECOVERY);
    }

    /** The newer one of the two. */
    public static AlertState newer(AlertState one, AlertState other) {
        return other.ref.isAfter(one.ref) ? other : one;
    }
}
