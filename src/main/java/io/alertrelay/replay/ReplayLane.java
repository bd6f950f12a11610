package io.alertrelay.replay;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ReplayProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The progress of a replay in one channel: what will be sent, what was handed over, and what of that is settled. Never
 * hands over much more than the channel accepts in a few seconds at its share of the rate, so that little waits in
 * front of live events and little is in flight when the replay is paused or cancelled. A stalled channel does not hold
 * up others. For one thread.
 */
final class ReplayLane {
    private static final Duration AHEAD = Duration.ofSeconds(5);
    private static final int LEAST_AHEAD = 5;
    private static final int MOST_AHEAD = 500;

    private final List<PlannedEvent> picks;
    private final double perSecond;
    private final int ahead;
    private final Set<AlertRef> fed = new HashSet<>();
    private final Set<AlertRef> onTheirWay = new HashSet<>();
    private final Set<AlertRef> planned;
    private final Set<AlertRef> deliveredByAnother = new HashSet<>();
    private final Map<String, Long> settled = new TreeMap<>();
    private int next;
    private double tokens;
    private Instant refilledAt;

    /** @param perSecond the replay's rate for the channel */
    ReplayLane(List<PlannedEvent> picks, double perSecond, Instant now) {
        this.picks = picks;
        this.planned = picks.stream().map(PlannedEvent::alert).collect(Collectors.toSet());
        this.perSecond = perSecond;
        this.ahead = (int) Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, perSecond * AHEAD.toSeconds()));
        this.refilledAt = now;
        this.tokens = 1;
    }

    /** The alert was handed over, now or before a restart. */
    void fed(AlertRef alert) {
        if (fed.add(alert)) {
            onTheirWay.add(alert);
        }
    }

    /**
     * The alert's delivery is settled.
     *
     * @return whether this was not known before
     */
    boolean settled(AlertRef alert, String outcome) {
        boolean isNew = onTheirWay.remove(alert);
        if (isNew) {
            settled.merge(outcome, 1L, Long::sum);
        }
        return isNew;
    }

    /** Takes the events that are due to be handed over. */
    List<PlannedEvent> take(Instant now) {
        tokens = Math.min(
                ahead, tokens + perSecond * Duration.between(refilledAt, now).toNanos() / 1e9);
        refilledAt = now;
        List<PlannedEvent> taken = new ArrayList<>();
        while (next < picks.size() && tokens >= 1 && onTheirWay.size() + taken.size() < ahead) {
            PlannedEvent pick = picks.get(next++);
            if (!fed.contains(pick.alert())) {
                taken.add(pick);
                tokens--;
            }
        }
        return taken;
    }

    /** Takes back the event and those that were taken after it: they can't be handed over yet. */
    void putBack(PlannedEvent from) {
        do {
            next--;
        } while (!picks.get(next).equals(from));
    }

    /** Another replay delivered the alert to the channel. */
    void deliveredByAnother(AlertRef alert) {
        if (planned.contains(alert)) {
            deliveredByAnother.add(alert);
        }
    }

    /** Whether another replay delivered the alert since this one was planned. */
    boolean isDeliveredByAnother(AlertRef alert) {
        return deliveredByAnother.contains(alert);
    }

    /** Whether the alert was handed over. */
    boolean isFed(AlertRef alert) {
        return fed.contains(alert);
    }

    /** Whether the alert was handed over and has not ended. */
    boolean isAwaiting(AlertRef alert) {
        return onTheirWay.contains(alert);
    }

    /** Whether something that was handed over has not ended. */
    boolean isAwaiting() {
        return !onTheirWay.isEmpty();
    }

    /** Whether everything planned is settled or was left out. */
    boolean isDone() {
        return next == picks.size() && onTheirWay.isEmpty();
    }

    /** The counts. */
    ReplayProgress.OfChannel progress() {
        return new ReplayProgress.OfChannel(picks.size(), fed.size(), settled);
    }
}
