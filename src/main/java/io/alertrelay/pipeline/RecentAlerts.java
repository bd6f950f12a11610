package io.alertrelay.pipeline;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.AlertState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The recently routed alerts of a partition of webhooks: the latest state of each, and the latest that went to each
 * channel. With it {@link ReplayGate} lets no replayed event in after a newer state of its alert.
 */
final class RecentAlerts {
    /** How many alerts are remembered; a replay itself looks for newer states until shortly before. */
    static final int ALERTS = 20_000;

    private final Map<String, States> states = new LinkedHashMap<>();
    private long complete;

    /** Of one alert. */
    private static final class States {
        private final Map<String, AlertRef> latestByChannel = new HashMap<>(4);
        private AlertState latest;

        States(AlertState latest) {
            this.latest = latest;
        }
    }

    /** @param complete the offset from which on everything routed is known */
    RecentAlerts(long complete) {
        this.complete = complete;
    }

    /** @param channels to which this state of the alert went */
    void routed(String key, AlertState state, Collection<String> channels) {
        States known = Optional.ofNullable(states.remove(key)).orElseGet(() -> new States(state));
        known.latest = AlertState.newer(known.latest, state);
        channels.forEach(channel -> known.latestByChannel.merge(channel, state.ref(), AlertRef::newer));
        states.put(key, known);
        if (states.size() > ALERTS) {
            Iterator<States> oldest = states.values().iterator();
            complete = Math.max(complete, oldest.next().latest.ref().offset() + 1);
            oldest.remove();
        }
    }

    /** Whether everything routed from that offset on is known. */
    boolean reachesBackTo(long offset) {
        return offset >= complete;
    }

    /** The latest state of the alert, if it was routed from that offset on. */
    Optional<AlertState> since(String key, long offset) {
        return Optional.ofNullable(states.get(key))
                .map(known -> known.latest)
                .filter(state -> state.ref().offset() >= offset);
    }

    /** The latest state of the alert that went to the channel, if it was routed from that offset on. */
    Optional<AlertRef> latestSince(String key, String channel, long offset) {
        return Optional.ofNullable(states.get(key))
                .map(known -> known.latestByChannel.get(channel))
                .filter(ref -> ref.offset() >= offset);
    }
}
