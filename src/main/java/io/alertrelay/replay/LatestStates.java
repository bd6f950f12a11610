package io.alertrelay.replay;

import io.alertrelay.record.AlertRef;
import io.alertrelay.alert.AlertStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest state of each alert that was received, and the newest that was due to each channel: decides whether an
 * older state may still be sent. Ordered as in the journal, like routing; a webhook stored by a retry counts from the
 * time it was stored, because that is when routing learned of it.
 */
public final class LatestStates {
    private final Map<String, State> newest = new HashMap<>();
    private final Map<String, Map<String, AlertRef>> due = new HashMap<>();
    private Optional<Set<String>> keys = Optional.empty();

    private record State(AlertRef source, AlertStatus status) {}

    /** Keeps only these alerts from now on and ignores all others. */
    void only(Set<String> alerts) {
        keys = Optional.of(alerts);
        newest.keySet().retainAll(alerts);
        due.values().forEach(each -> each.keySet().retainAll(alerts));
    }

    /**
     * A state of the alert was received.
     *
     * @return whether it is the first known state of the alert
     */
    public boolean received(String key, AlertRef source, AlertStatus status) {
        if (!matters(key)) {
            return false;
        }
        int before = newest.size();
        newest.merge(key, new State(source, status), (a, b) -> b.source.isAfter(a.source) ? b : a);
        return newest.size() > before;
    }

    /** A state of the alert is or was due to the channel, live or by a replay. */
    public void sent(String channel, String key, AlertRef source) {
        if (matters(key)) {
            due.computeIfAbsent(channel, c -> new HashMap<>()).merge(key, source, AlertRef::newer);
        }
    }

    /** Whether the alert is kept. */
    boolean matters(String key) {
        return keys.map(some -> some.contains(key)).orElse(true);
    }

    /**
     * Why this state of the alert must not be sent to the channel; empty if it may be sent.
     */
    public Optional<Reason> against(String channel, String key, AlertRef source, AlertStatus status) {
        AlertRef last = due.getOrDefault(channel, Map.of()).get(key);
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
