package io.alertrelay.pipeline;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.AlertState;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.record.ReplayedRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lets replayed events in among the live ones of a partition of webhooks, unless a newer state of their alert was
 * routed meanwhile ({@link AlertState#overtaken} has the rule). A firing that is let in opens its alert for its
 * channel, so that a live recovery goes there too; a recovery closes it there, if it belongs to the firing for which
 * the alert is open.
 *
 * <p>It shares the state of {@link OpenAlerts}, and changes the open alerts: for the same thread.
 */
final class ReplayGate {
    private final OpenAlertTable open;
    private final RecentAlerts recent;
    private final Predicate<AlertRef> toBeRepeated;
    private final Optional<String> journalId;

    /**
     * @param toBeRepeated whether an interrupted run has decided about the alert, and this one has not yet
     * @param journalId the id of the topic of webhooks; empty if it is not known
     */
    ReplayGate(OpenAlertTable open, RecentAlerts recent, Predicate<AlertRef> toBeRepeated, Optional<String> journalId) {
        this.open = open;
        this.recent = recent;
        this.toBeRepeated = toBeRepeated;
        this.journalId = journalId;
    }

    /**
     * Decides about a replayed event. One that was on its way when the topic of webhooks was deleted and recreated is
     * not let in: which state of its alert is the newer one can't be told.
     *
     * @param partition of webhooks that this is about
     * @param at when it was replayed
     */
    ReplayDecision decide(ReplayedRecord record, int partition, Instant at) {
        boolean former = journalId.isPresent()
                && record.journalId()
                        .filter(planned -> !planned.equals(journalId.get()))
                        .isPresent();
        return former
                ? new ReplayDecision.Overtaken("unknown: the webhooks were recreated since the replay looked")
                : decide(record.event(), partition, at);
    }

    /** Decides about one that was planned of the current webhooks. */
    ReplayDecision decide(ReplayedEvent replayed, int partition, Instant at) {
        if (!recent.reachesBackTo(replayed.checked())) {
            return new ReplayDecision.Overtaken("unknown: too much was routed since the replay looked");
        }
        Optional<AlertState> newest = recent.since(replayed.key(), replayed.checked());
        // What was decided by a run that did not finish, and is to be decided again, is not in the open alerts yet: its
        // events may be on their way to any channel.
        Optional<AlertRef> latestThere = newest.map(AlertState::ref)
                .filter(toBeRepeated)
                .or(() -> recent.latestSince(replayed.key(), replayed.channel(), replayed.checked()));
        if (new AlertState(replayed.alert(), replayed.status())
                .overtaken(latestThere, newest)
                .isPresent()) {
            return new ReplayDecision.Overtaken(newest.orElseThrow().ref().toString());
        }
        Optional<OpenAlert> before = Optional.ofNullable(open.get(replayed.key()));
        boolean openThere = before.filter(alert -> alert.channels().contains(replayed.channel()))
                .isPresent();
        if (openThere == (replayed.status() == AlertStatus.FIRING) || openThere && isOver(replayed, partition)) {
            return new ReplayDecision.LetIn(Optional.empty());
        }
        Optional<OpenAlert> now = openThere
                ? before.flatMap(alert -> alert.notFor(replayed.channel()))
                : Optional.of(before.orElseGet(() -> opened(replayed, at)).alsoFor(List.of(replayed.channel())));
        now.ifPresentOrElse(o -> open.put(replayed.key(), o), () -> open.remove(replayed.key()));
        ReplayedEvent seen = newest.map(state -> replayed.checkedTo(state.ref().offset() + 1))
                .orElse(replayed);
        return new ReplayDecision.LetIn(Optional.of(new ReplayChange(seen, now)));
    }

    /** Whether a recovery belongs, or may belong, to an earlier firing than the one for which the alert is open now. */
    private boolean isOver(ReplayedEvent recovery, int partition) {
        // Its integration may have had another partition then: that was before everything in this one.
        long since =
                recovery.alert().partition() == partition ? recovery.alert().offset() : 0;
        return !recent.reachesBackTo(since)
                || recent.since(recovery.key(), since)
                        .filter(latest -> latest.ref().isAfter(recovery.alert()))
                        .isPresent();
    }

    private static OpenAlert opened(ReplayedEvent replayed, Instant at) {
        return new OpenAlert(List.of(), replayed.severity(), replayed.rules(), replayed.why(), at, at);
    }
}
