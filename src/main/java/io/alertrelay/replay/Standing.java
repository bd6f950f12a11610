package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.delivery.AlertSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where alerts stand by now: the newest state of each that came in, and the newest that was due to each channel. Says
 * whether an older one may still be sent. By the order of the journal, as routing has it; what a retry stored counts
 * from when it was stored, because from then on it was what routing knew.
 */
public final class Standing {
    private final Map<String, State> newest = new HashMap<>();
    private final Map<String, Map<String, AlertSource>> sent = new HashMap<>();
    private Optional<Set<String>> keys = Optional.empty();

    private record State(AlertSource source, AlertStatus status) {}

    /** From now on only these alerts matter: nothing is kept of any other one. */
    void only(Set<String> alerts) {
        keys = Optional.of(alerts);
        newest.keySet().retainAll(alerts);
        sent.values().forEach(each -> each.keySet().retainAll(alerts));
    }

    /**
     * A state of the alert came in.
     *
     * @return whether it is the first of it that is known
     */
    public boolean came(String key, AlertSource source, AlertStatus status) {
        if (!matters(key)) {
            return false;
        }
        int before = newest.size();
        newest.merge(key, new State(source, status), (a, b) -> b.source.isAfter(a.source) ? b : a);
        return newest.size() > before;
    }

    /** A state of the alert is, or was, due to the channel: live, or by a replay. */
    public void went(String channel, String key, AlertSource source) {
        if (matters(key)) {
            sent.computeIfAbsent(channel, c -> new HashMap<>()).merge(key, source, (a, b) -> b.isAfter(a) ? b : a);
        }
    }

    /** Whether anything is kept of the alert. */
    boolean matters(String key) {
        return keys.map(some -> some.contains(key)).orElse(true);
    }

    /**
     * Why that state of the alert must not be sent to the channel; empty if it may.
     */
    public Optional<Reason> against(String channel, String key, AlertSource source, AlertStatus status) {
        AlertSource last = sent.getOrDefault(channel, Map.of()).get(key);
        if (last != null && last.isAfter(source)) {
            return Optional.of(Reason.NEWER_DELIVERED);
        }
        Optional<State> newer = Optional.ofNullable(newest.get(key)).filter(state -> state.source.isAfter(source));
        if (newer.isEmpty() || newer.get().status == status) {
            return Optional.empty();
        }
        return Optional.of(status == AlertStatus.FIRING ? Reason.RESOLVED_SINCE : Reason.FIRED_SINCE);
    }
}
