package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.AlertState;
import io.alertrelay.record.DueDelivery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest state of each alert that was received, and the newest that was due to each channel: by them {@link
 * AlertState#overtaken} decides whether an older state may still be sent. Ordered as their webhooks are, like routing;
 * a webhook stored by a retry counts from the time it was stored, because that is when routing learned of it.
 */
public final class LatestStates {
    private final Map<String, AlertState> newest = new HashMap<>();
    private final Map<String, Map<String, AlertRef>> due = new HashMap<>();
    private Optional<Set<String>> keys = Optional.empty();

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
        newest.merge(key, new AlertState(source, status), AlertState::newer);
        return newest.size() > before;
    }

    /**
     * A state of the alert is or was due to a channel, live or by a replay. It was received, also if its webhook can't
     * be read any more because its integration is not configured.
     */
    void due(DueDelivery delivery) {
        AlertRef source = delivery.id().alert();
        delivery.state().ifPresent(state -> received(delivery.alertKey(), source, state.status()));
        sent(delivery.id().channel(), delivery.alertKey(), source);
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
    public Optional<Reason> reasonToLeaveOut(String channel, String key, AlertRef source, AlertStatus status) {
        return new AlertState(source, status)
                .overtaken(
                        Optional.ofNullable(due.getOrDefault(channel, Map.of()).get(key)),
                        Optional.ofNullable(newest.get(key)))
                .map(overtaken -> switch (overtaken) {
                    case BY_NEWER_THERE -> Reason.NEWER_DELIVERED;
                    case BY_RECOVERY -> Reason.RESOLVED_SINCE;
                    case BY_FIRING -> Reason.FIRED_SINCE;
                });
    }
}
