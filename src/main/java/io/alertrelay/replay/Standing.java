package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.delivery.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where alerts stand by now: the newest state of each that came in, and the newest that went to each channel. Says whether
 * an older one may still be sent.
 */
public final class Standing {
    private final Map<String, State> newest = new HashMap<>();
    private final Map<String, Map<String, Source>> sent = new HashMap<>();

    private record State(Source source, AlertStatus status) {}

    /** A state of the alert came in. */
    public void came(String key, Source source, AlertStatus status) {
        newest.merge(key, new State(source, status), (a, b) -> isAfter(b.source, a.source) ? b : a);
    }

    /** A state of the alert is due, or was delivered, to the channel. */
    public void went(String channel, String key, Source source) {
        sent.computeIfAbsent(channel, c -> new HashMap<>()).merge(key, source, (a, b) -> isAfter(b, a) ? b : a);
    }

    /** Whether the newest state of the alert is that it is resolved. */
    boolean isResolved(String key) {
        return Optional.ofNullable(newest.get(key))
                .filter(state -> state.status == AlertStatus.RESOLVED)
                .isPresent();
    }

    /** Whether the newest state of the alert came after the stretch. */
    boolean newestIsBehind(String key, Bounds stretch) {
        return Optional.ofNullable(newest.get(key))
                .filter(state -> stretch.isBehind(state.source.partition(), state.source.offset()))
                .isPresent();
    }

    /**
     * Why that state of the alert must not be sent to the channel; empty if it may.
     *
     * @param stretch by which a newer state within it does not count, because the replay sends that one too; empty if it
     *     sends only the latest
     */
    public Optional<Reason> against(
            String channel, String key, Source source, AlertStatus status, Optional<Bounds> stretch) {
        boolean delivered = Optional.ofNullable(sent.get(channel))
                .map(keys -> keys.get(key))
                .filter(last -> isAfter(last, source) && counts(last, stretch))
                .isPresent();
        if (delivered) {
            return Optional.of(Reason.NEWER_DELIVERED);
        }
        Optional<State> newer = Optional.ofNullable(newest.get(key)).filter(state -> isAfter(state.source, source));
        if (stretch.isPresent() || newer.isEmpty()) {
            return Optional.empty();
        }
        if (status == AlertStatus.RESOLVED && newer.get().status == AlertStatus.FIRING) {
            return Optional.of(Reason.FIRED_SINCE);
        }
        return newer.get().status == AlertStatus.RESOLVED && status == AlertStatus.FIRING
                ? Optional.of(Reason.RESOLVED_SINCE)
                : Optional.empty();
    }

    private static boolean counts(Source last, Optional<Bounds> stretch) {
        return stretch.map(bounds -> bounds.isBehind(last.partition(), last.offset()))
                .orElse(true);
    }

    private static boolean isAfter(Source one, Source other) {
        return one.offset() != other.offset() ? one.offset() > other.offset() : one.index() > other.index();
    }
}
