package io.alertrelay.pipeline;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.AlertState;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Rebuilds the state of a partition of webhooks from its recorded decisions, from the first to the last.
 *
 * <p>Decisions of settled webhooks build the open alerts. Decisions of webhooks that will be routed again were written
 * by an interrupted run: its events may have been sent, so they are kept and decided the same way.
 *
 * <p>A relay that was cut off, or was suspended, may write a decision after another relay has continued without it. So
 * of two decisions for a key the one for the later webhook holds, and of two for the same alert of a webhook the one of
 * the later assignment (see {@link DecisionRecord#assignment}), whatever their order in the topic. By the other one
 * nothing was sent.
 *
 * <p>Where the topic of webhooks was deleted and recreated, offsets begin again. What was decided for an earlier one is
 * older than anything in the current one, and will not be routed again; what it opened still is open.
 */
public final class DecisionHistory {
    private static final int MOST = 2 * RecentAlerts.ALERTS;

    private static final int MOST_LATEST = 200_000;

    private static final String GONE = "gone";

    private final Duration maxAge;
    private final int most;
    private final RoutingStart start;
    private final String current;
    /** Each id once, for all decisions that are remembered to share. */
    private final Map<String, String> journalIds = new HashMap<>();

    private final OpenAlertTable open = new OpenAlertTable();
    /**
     * A decision that is written late follows soon after the others: the order of older ones need not be remembered.
     */
    private final Map<String, Latest> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Latest> eldest) {
            return size() > MOST_LATEST;
        }
    };

    private final Map<AlertRef, AssignedDecision> decided = new HashMap<>();
    private final TreeMap<AlertRef, RoutedState> recently = new TreeMap<>();
    private long recentlyFrom;

    private record Latest(AlertRef alert, String journalId, int assignment) {}

    private record AssignedDecision(DecisionRecord record, int assignment) {
        AssignedDecision orLater(AssignedDecision other) {
            return other.assignment < assignment ? this : other;
        }
    }

    private record RoutedState(String key, AlertState state, List<String> channels) {}

    /** A history that remembers all open alerts, of a topic of webhooks that always was the same. */
    public DecisionHistory(Duration maxAge, long next) {
        this(maxAge, Integer.MAX_VALUE, new RoutingStart(Optional.empty(), next, Long.MAX_VALUE));
    }

    /**
     * @param maxAge after which an open alert that was not seen is dropped
     * @param most the limit of open alerts: beyond it, the alert with the oldest last firing of the integration that
     *     has most is dropped
     */
    public DecisionHistory(Duration maxAge, int most, RoutingStart start) {
        this.maxAge = maxAge;
        this.most = most;
        this.start = start;
        this.current = start.journalId().orElse("");
        this.recentlyFrom = Math.max(0, start.next() - RecentAlerts.ALERTS);
    }

    /** Whether the alert's webhook will be routed again, so that its decision is repeated. */
    private boolean isToBeRouted(AlertRef alert, String journalId) {
        return journalId.equals(current) && alert.offset() >= start.next();
    }

    /**
     * The topic of webhooks for which the record was written. One that does not say was written by an earlier version:
     * for the current one, if that reaches so far.
     *
     * @param end after the last offset that it names
     */
    private String journalId(StoredRecord record, long end) {
        return DecisionRecord.journalId(record)
                .filter(written -> start.journalId().isPresent())
                .map(written -> journalIds.computeIfAbsent(written, same -> same))
                .orElse(end <= start.end() ? current : GONE);
    }

    /** The same for a decision. */
    private String journalId(StoredRecord record, AlertRef alert) {
        return journalId(record, alert.offset() + 1);
    }

    /**
     * The next record of the topic.
     *
     * @param channels the names that a damaged header of an earlier version may stand for
     * @throws UnreadableRecordException if it says nothing that is known
     */
    public void add(StoredRecord record, KnownNames channels) throws UnreadableRecordException {
        if (record.key().isEmpty()) {
            throw new UnreadableRecordException("the record has no key");
        }
        if (DecisionRecord.isAdopted(record)) {
            if (!DecisionRecord.isAllAdopted(record)) {
                OpenAlert.of(record).ifPresent(alert -> adopted(record.key(), alert));
            }
        } else if (DecisionRecord.forgets(record)) {
            forgotten(record.key(), DecisionRecord.assignment(record));
        } else if (ReplayChange.is(record)) {
            ReplayChange change = ReplayChange.of(record);
            add(change, journalId(record, change.replayed().checked()));
        } else {
            DecisionRecord decision =
                    DecisionRecord.of(record, channels, alert -> isToBeRouted(alert, journalId(record, alert)));
            add(decision, DecisionRecord.assignment(record), journalId(record, decision.alert()));
        }
    }

    /** Adds the next recorded decision, of which nobody says in which assignment it was written. */
    public void add(DecisionRecord record) {
        add(record, DecisionRecord.NO_ASSIGNMENT);
    }

    /**
     * Adds the next recorded decision.
     *
     * @param assignment see {@link DecisionRecord#assignment}
     */
    void add(DecisionRecord record, int assignment) {
        add(record, assignment, current);
    }

    private void add(DecisionRecord record, int assignment, String journalId) {
        AlertRef alert = record.alert();
        if (isToBeRouted(alert, journalId)) {
            decided.merge(alert, new AssignedDecision(record, assignment), AssignedDecision::orLater);
            return;
        }
        Latest before = latest.get(record.key());
        if (before != null && before.alert().equals(alert) && before.assignment() > assignment) {
            return;
        }
        if (journalId.equals(current)) {
            remember(record);
        }
        if (before == null || !isLater(before, journalId, before.alert().isAfter(alert))) {
            latest.remove(record.key());
            latest.put(record.key(), new Latest(alert, journalId, assignment));
            record.open().ifPresentOrElse(o -> opened(record.key(), o), () -> open.remove(record.key()));
        }
    }

    /**
     * A replay changed the channels for which the alert is open. Ignored if a relay that was cut off wrote it without
     * regard to a later webhook.
     */
    public void add(ReplayChange change) {
        add(change, current);
    }

    private void add(ReplayChange change, String journalId) {
        ReplayedEvent replayed = change.replayed();
        Latest before = latest.get(replayed.key());
        if (before == null || !isLater(before, journalId, before.alert().offset() >= replayed.checked())) {
            change.open().ifPresentOrElse(o -> opened(replayed.key(), o), () -> open.remove(replayed.key()));
        }
    }

    /**
     * Whether the latest decision is later than one for that topic of webhooks. Of two for topics that are both gone,
     * the one written later is.
     *
     * @param byOffset whether it is, if both are for the same topic
     */
    private boolean isLater(Latest known, String journalId, boolean byOffset) {
        return known.journalId().equals(journalId)
                ? byOffset
                : known.journalId().equals(current);
    }

    /** An alert was open in the partition that its integration had before. */
    void adopted(String key, OpenAlert alert) {
        if (!latest.containsKey(key)) {
            opened(key, alert);
        }
    }

    /** Returns the open alerts after all decisions. */
    public void forEachOpen(BiConsumer<String, OpenAlert> each) {
        open.forEach(each);
    }

    private void opened(String key, OpenAlert alert) {
        open.put(key, alert);
        if (open.size() > most) {
            open.longestAgoOfMost().ifPresent(open::remove);
        }
    }

    /**
     * An alert was dropped. Ignored if a relay did that which had the partition before one that decided for the alert.
     *
     * @param assignment see {@link DecisionRecord#assignment}; one that does not say it counts, as in earlier versions
     */
    void forgotten(String key, int assignment) {
        Latest before = latest.get(key);
        if (before == null || assignment == DecisionRecord.NO_ASSIGNMENT || before.assignment() <= assignment) {
            open.remove(key);
        }
    }

    /** The state after all decisions. */
    public OpenAlerts openAlerts() {
        RecentAlerts recent = new RecentAlerts(recentlyFrom);
        recently.values().forEach(routed -> recent.routed(routed.key(), routed.state(), routed.channels()));
        Map<AlertRef, DecisionRecord> again = new HashMap<>();
        decided.forEach((alert, holds) -> again.put(alert, holds.record()));
        // Their events may have been sent, and then their second copies will not be.
        again.values().stream()
                .sorted(Comparator.comparing(DecisionRecord::alert))
                .forEach(record -> recent.routed(
                        record.key(), record.state(), record.dispatch().channels()));
        return new OpenAlerts(maxAge, open, again, recent, start.journalId());
    }

    /** Webhooks with many alerts are not kept whole: they would take too much memory for their use. */
    private void remember(DecisionRecord record) {
        if (record.alert().offset() < recentlyFrom) {
            return;
        }
        recently.put(
                record.alert(),
                new RoutedState(record.key(), record.state(), record.dispatch().channels()));
        if (recently.size() > MOST) {
            recentlyFrom = recently.pollFirstEntry().getKey().offset() + 1;
        }
    }
}
