package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.delivery.AlertSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where alerts stand by now: the newest state of each that came in, and the newest that was due to each channel. Says
 * whether an older one may still be sent. By the order of the journal, as routing has it; what a retry stored counts from
 * when it was stored, because from then on it was what routing knew.
 */
public final class Standing {
    private final Map<String, State> newest = new HashMap<>();
    private final Map<String, Map<String, AlertSource>> sent = new HashMap<>();
    private final Map<String, Map<String, AlertSource>> meanwhile = new HashMap<>();
    private Optional<Set<String>> keys = Optional.empty();

    private record State(AlertSource source, AlertStatus status) {}

    /** From now on only these alerts matter: nothing is kept of any other one. */
    void only(Set<String> alerts) {
        keys = Optional.of(alerts);
        newest.keySet().retainAll(alerts);
        sent.values().forEach(each -> each.keySet().retainAll(alerts));
        meanwhile.values().forEach(each -> each.keySet().retainAll(alerts));
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
        newest.merge(key, new State(source, status), (a, b) -> isAfter(b.source, a.source) ? b : a);
        return newest.size() > before;
    }

    /** A state of the alert is, or was, due to the channel. */
    public void went(String channel, String key, AlertSource source) {
        if (matters(key)) {
            put(sent, channel, key, source);
        }
    }

    /** The same while a replay is carried out: live, by another replay, or by this one. */
    public void wentMeanwhile(String channel, String key, AlertSource source) {
        if (matters(key)) {
            put(sent, channel, key, source);
            put(meanwhile, channel, key, source);
        }
    }

    private static void put(
            Map<String, Map<String, AlertSource>> newest, String channel, String key, AlertSource source) {
        newest.computeIfAbsent(channel, c -> new HashMap<>()).merge(key, source, (a, b) -> isAfter(b, a) ? b : a);
    }

    /** Whether anything is kept of the alert. */
    boolean matters(String key) {
        return keys.map(some -> some.contains(key)).orElse(true);
    }

    /** The newest state of the alert, if that is that it is resolved. */
    Optional<AlertSource> resolvedBy(String key) {
        return Optional.ofNullable(newest.get(key))
                .filter(state -> state.status == AlertStatus.RESOLVED)
                .map(State::source);
    }

    /**
     * Why that state of the alert must not be sent to the channel, where of each alert only the latest state is sent;
     * empty if it may.
     */
    public Optional<Reason> against(String channel, String key, AlertSource source, AlertStatus status) {
        if (newsIn(sent, channel, key, source).isPresent()) {
            return Optional.of(Reason.NEWER_DELIVERED);
        }
        Optional<State> newer = Optional.ofNullable(newest.get(key)).filter(state -> isAfter(state.source, source));
        if (newer.isEmpty() || newer.get().status == status) {
            return Optional.empty();
        }
        return Optional.of(status == AlertStatus.FIRING ? Reason.RESOLVED_SINCE : Reason.FIRED_SINCE);
    }

    /**
     * The same where all states are sent, in order.
     *
     * @param planned whether a newer state that the channel had by then is sent to it, too: then it undoes what an older
     *     one does
     * @param then up to where the journal was known when that was planned
     */
    public Optional<Reason> againstOneOfAll(
            String channel,
            String key,
            AlertSource source,
            AlertStatus status,
            Predicate<AlertSource> planned,
            ReplayBounds then) {
        if (newsIn(meanwhile, channel, key, source).isPresent()
                || newsIn(sent, channel, key, source).filter(planned.negate()).isPresent()) {
            return Optional.of(Reason.NEWER_DELIVERED);
        }
        // That it was resolved by then was in the plan, and somebody has seen it; what came later was not.
        boolean resolvedMeanwhile = resolvedBy(key)
                .filter(by -> isAfter(by, source) && then.isUnknown(by.partition(), by.offset()))
                .isPresent();
        return status == AlertStatus.FIRING && resolvedMeanwhile
                ? Optional.of(Reason.RESOLVED_SINCE)
                : Optional.empty();
    }

    private static Optional<AlertSource> newsIn(
            Map<String, Map<String, AlertSource>> newest, String channel, String key, AlertSource source) {
        return Optional.ofNullable(newest.get(channel))
                .map(each -> each.get(key))
                .filter(last -> isAfter(last, source));
    }

    private static boolean isAfter(AlertSource one, AlertSource other) {
        return one.offset() != other.offset() ? one.offset() > other.offset() : one.index() > other.index();
    }
}
