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
final class ChannelReplay {
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
    /** What can't be handed over yet, in the order of the picks: all of it comes before the next of these. */
    private final List<PlannedEvent> held = new ArrayList<>();

    private int next;
    private double tokens;
    private Instant refilledAt;

    /** @param perSecond the replay's rate for the channel */
    ChannelReplay(List<PlannedEvent> picks, double perSecond, Instant now) {
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

    /**
     * Takes the events that are due to be handed over.
     *
     * @param behind the partitions of webhooks of which nothing can be handed over yet: that is passed over and kept
     *     for later, with what follows of the same alerts
     */
    List<PlannedEvent> take(Instant now, Set<Integer> behind) {
        tokens = Math.min(
                ahead, tokens + perSecond * Duration.between(refilledAt, now).toNanos() / 1e9);
        refilledAt = now;
        List<PlannedEvent> taken = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        List<PlannedEvent> before = List.copyOf(held);
        held.clear();
        for (PlannedEvent pick : before) {
            take(pick, behind, waiting, taken);
        }
        while (next < picks.size() && hasRoom(taken)) {
            take(picks.get(next++), behind, waiting, taken);
        }
        return taken;
    }

    private void take(PlannedEvent pick, Set<Integer> behind, Set<String> waiting, List<PlannedEvent> taken) {
        if (fed.contains(pick.alert())) {
            return;
        }
        if (!hasRoom(taken) || behind.contains(pick.alert().partition()) || waiting.contains(pick.key())) {
            waiting.add(pick.key());
            held.add(pick);
        } else {
            taken.add(pick);
            tokens--;
        }
    }

    private boolean hasRoom(List<PlannedEvent> taken) {
        return tokens >= 1 && onTheirWay.size() + taken.size() < ahead;
    }

    /** Takes back what was taken last and can't be handed over yet, in the same order. */
    void putBack(List<PlannedEvent> later) {
        held.addAll(0, later);
        tokens += later.size();
    }

    /** So many of what was taken are left out instead of handed over: that takes nothing of the rate. */
    void giveBack(int leftOut) {
        tokens += leftOut;
    }

    /** Whether it keeps something that could not be handed over. */
    boolean isHolding() {
        return !held.isEmpty();
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
        return next == picks.size() && held.isEmpty() && onTheirWay.isEmpty();
    }

    /** The counts. */
    ReplayProgress.OfChannel progress() {
        return new ReplayProgress.OfChannel(picks.size(), fed.size(), settled);
    }
}
