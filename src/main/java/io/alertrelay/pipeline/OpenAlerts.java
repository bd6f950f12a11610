package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.record.ReplayedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The firing alerts of one partition of webhooks, so that a recovery goes where its firings went:
 *
 * <ul>
 *   <li>A firing goes where the rules currently say. Channels for which the alert is not open yet are added.
 *   <li>A recovery of an open alert goes to all channels for which the alert is open, whatever the rules say, and
 *       closes it.
 *   <li>A recovery of any other alert goes where the rules say.
 * </ul>
 *
 * <p>Replayed events open and close alerts, too: {@link ReplayGate} says which of them.
 *
 * <p>The state always equals what was recorded: a change that is not recorded is not made, so it is the same after a
 * restart. Decisions about webhooks that will be routed again (see {@link DecisionHistory}) are not part of it: they
 * are kept separately, to be repeated. For one thread.
 */
public final class OpenAlerts {
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);
    /** How many are forgotten at a time. */
    static final int SWEPT = 1_000;

    private final Duration maxAge;
    private final OpenAlertTable open;
    private final NavigableMap<AlertRef, DecisionRecord> decided;
    private final RecentAlerts recent;
    private final Optional<String> journalId;
    private final ReplayGate replays;
    private Instant nextSweep = Instant.MAX;

    OpenAlerts(
            Duration maxAge,
            OpenAlertTable open,
            Map<AlertRef, DecisionRecord> decided,
            RecentAlerts recent,
            Optional<String> journalId) {
        this.maxAge = maxAge;
        this.open = open;
        this.decided = new TreeMap<>(decided);
        this.recent = recent;
        this.journalId = journalId;
        this.replays = new ReplayGate(open, recent, this.decided::containsKey, journalId);
    }

    /** The open alerts of a partition in which nothing was routed before. */
    public static OpenAlerts none(Duration maxAge) {
        return new DecisionHistory(maxAge, 0).openAlerts();
    }

    /** The id of the topic that the partition is of, to be recorded with each decision; empty if it is not known. */
    public Optional<String> journalId() {
        return journalId;
    }

    /** How many alerts are open; may be called by any thread. */
    public int size() {
        return open.size();
    }

    /** How many decisions are kept because their webhooks will be routed again. */
    public int decidedAlready() {
        return decided.size();
    }

    /**
     * Drops alerts that were not seen for the maximum age, about once an hour however often it is called; first after
     * an hour, because a clock that is wrong when a machine starts is right soon after. No more than {@value #SWEPT} at
     * a time, the others at the next calls: all of them are recorded before the webhook of that turn goes on.
     *
     * @param now see {@link io.alertrelay.time.Ages}
     * @return the keys of the dropped alerts, to be recorded
     */
    public List<String> forgetOld(Instant now) {
        boolean due = !now.isBefore(nextSweep);
        List<String> old = due ? open.notSeenSince(now.minus(maxAge), SWEPT) : List.of();
        old.forEach(open::remove);
        if (due && old.size() < SWEPT || now.isBefore(nextSweep.minus(SWEEP_EVERY))) {
            nextSweep = now.plus(SWEEP_EVERY);
        }
        return old;
    }

    /**
     * Drops one because there are too many: the alert with the oldest last firing of the integration that has most.
     *
     * @return its key, to be recorded; empty if none is open
     */
    public Optional<String> forgetOne() {
        Optional<String> key = open.longestAgoOfMost();
        key.ifPresent(open::remove);
        return key;
    }

    /**
     * Decides what needs no rules: an alert that was decided before, or the recovery of an open one. Changes nothing
     * until the decision is {@linkplain #keep kept}.
     *
     * @param configured the configured channels
     * @return empty if the rules must decide
     */
    Optional<Decided> known(AlertRef ref, Alert alert, Set<String> configured) {
        DecisionRecord before = decided.get(ref);
        if (before != null && before.fits(alert)) {
            Optional<Decided> again = again(before, configured);
            if (again.isPresent()) {
                return again;
            }
        }
        OpenAlert firing = open.get(alert.key());
        return alert.status() == AlertStatus.FIRING || firing == null
                ? Optional.empty()
                : follow(ref, alert.key(), firing, configured);
    }

    /** The webhook at that place is routed, all of it. */
    public void routed(Place webhook) {
        decided.subMap(
                        AlertRef.firstAt(webhook),
                        AlertRef.firstAt(new Place(webhook.partition(), webhook.offset() + 1)))
                .clear();
    }

    /** Decides by the result of the rules. Changes nothing until the decision is {@linkplain #keep kept}. */
    Decided byRules(AlertRef ref, Alert alert, Instant receivedAt, ByRules rules) {
        return alert.status() == AlertStatus.FIRING ? fire(ref, alert, receivedAt, rules) : recover(ref, alert, rules);
    }

    /** Applies a recorded decision to the open alerts. */
    Decided keep(Decided decision) {
        DecisionRecord record = decision.record();
        decided.remove(record.alert());
        recent.routed(record.key(), record.state(), record.dispatch().channels());
        record.open().ifPresentOrElse(now -> open.put(record.key(), now), () -> open.remove(record.key()));
        return decision;
    }

    private Decided fire(AlertRef ref, Alert alert, Instant receivedAt, ByRules rules) {
        OpenAlert before = open.get(alert.key());
        List<String> opens = ByRules.without(rules.channels(), before == null ? List.of() : before.channels());
        Dispatch dispatch = new Dispatch(rules.channels(), opens, alert.severity(), rules.version(), rules.why());
        OpenAlert now = new OpenAlert(
                        before == null ? List.of() : before.channels(),
                        alert.severity(),
                        rules.version(),
                        rules.why(),
                        before == null ? receivedAt : before.openedAt(),
                        before == null || before.seenAt().isBefore(receivedAt) ? receivedAt : before.seenAt())
                .alsoFor(opens);
        return new Decided(new DecisionRecord(ref, alert.key(), dispatch, Optional.of(now)), false);
    }

    private Decided recover(AlertRef ref, Alert alert, ByRules rules) {
        OpenAlert firing = open.get(alert.key());
        Severity severity = firing == null ? alert.severity() : firing.severity();
        String why = firing == null ? rules.why() : "no channel of its firing is configured any more: " + rules.why();
        return closed(ref, alert.key(), new Dispatch(rules.channels(), List.of(), severity, rules.version(), why));
    }

    private Optional<Decided> follow(AlertRef ref, String key, OpenAlert firing, Set<String> configured) {
        List<String> missing = ByRules.without(firing.channels(), configured);
        List<String> channels = ByRules.without(firing.channels(), missing);
        if (channels.isEmpty()) {
            return Optional.empty();
        }
        String why = Dispatch.FOLLOWS_FIRING + firing.why() + ByRules.notTo(missing);
        return Optional.of(closed(ref, key, new Dispatch(channels, List.of(), firing.severity(), firing.rules(), why)));
    }

    /**
     * The same decision as before the crash. A relay that was cut off may have written it while this one routed by
     * other rules to more channels: those are not left open.
     */
    private Optional<Decided> again(DecisionRecord before, Set<String> configured) {
        Dispatch then = before.dispatch();
        OpenAlert now = open.get(before.key());
        List<String> openNow = now == null ? List.of() : now.channels();
        Set<String> wanted = new LinkedHashSet<>(then.channels());
        if (before.open().isEmpty()) {
            wanted.addAll(openNow);
        }
        List<String> missing = ByRules.without(List.copyOf(wanted), configured);
        List<String> channels = ByRules.without(List.copyOf(wanted), missing);
        if (channels.isEmpty()) {
            return Optional.empty();
        }
        Dispatch dispatch = new Dispatch(
                channels,
                then.opens().stream().filter(configured::contains).toList(),
                then.severity(),
                then.rules(),
                then.why() + ByRules.notTo(missing));
        Optional<OpenAlert> open = before.open().map(it -> it.alsoFor(openNow));
        return Optional.of(new Decided(new DecisionRecord(before.alert(), before.key(), dispatch, open), true));
    }

    /**
     * Whether a replayed event may be sent, and how it changes the alert: see {@link ReplayGate}.
     *
     * @param partition that these are of
     * @param at when it was replayed
     */
    public ReplayDecision replay(ReplayedRecord record, int partition, Instant at) {
        return replays.decide(record, partition, at);
    }

    /** The same, of one that was planned of the current webhooks. */
    public ReplayDecision replay(ReplayedEvent replayed, int partition, Instant at) {
        return replays.decide(replayed, partition, at);
    }

    private static Decided closed(AlertRef ref, String key, Dispatch dispatch) {
        return new Decided(new DecisionRecord(ref, key, dispatch, Optional.empty()), false);
    }
}
