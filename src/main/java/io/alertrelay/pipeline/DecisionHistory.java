package io.alertrelay.pipeline;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.AlertState;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.Replayed;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Makes the state of a partition of webhooks from the decisions that were written, from the first to the last.
 *
 * <p>Those of webhooks that are settled build the open alerts. Those of webhooks that are to be routed again were
 * written by a run that did not finish: its events may be out, so they are kept to be decided the same way. A relay
 * that was cut off may write a decision after another relay has gone on without it: of two decisions for a key, the one
 * of the later webhook holds, wherever they stand.
 */
public final class DecisionHistory {
    private static final int MOST = 2 * RecentAlerts.ALERTS;

    private static final int MOST_LATEST = 200_000;

    private final Duration maxAge;
    private final int most;
    private final long next;
    private final OpenAlertTable open = new OpenAlertTable();
    /**
     * A decision that was written late comes soon after the others: of the rest it need not be known which is later.
     */
    private final Map<String, AlertRef> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AlertRef> eldest) {
            return size() > MOST_LATEST;
        }
    };

    private final Map<AlertRef, DecisionRecord> decided = new HashMap<>();
    private final TreeMap<AlertRef, Went> recently = new TreeMap<>();
    private long recentlyFrom;

    private record Went(String key, AlertState state, List<String> channels) {}

    /** One that remembers all that is open. */
    public DecisionHistory(Duration maxAge, long next) {
        this(maxAge, Integer.MAX_VALUE, next);
    }

    /**
     * @param maxAge after which an open alert that was not seen is forgotten
     * @param most open alerts to remember: beyond it, of the integration that has most the one is forgotten whose last
     *     firing is longest ago
     * @param next offset of the webhook that is routed next
     */
    public DecisionHistory(Duration maxAge, int most, long next) {
        this.maxAge = maxAge;
        this.most = most;
        this.next = next;
        this.recentlyFrom = Math.max(0, next - RecentAlerts.ALERTS);
    }

    /** Whether the alert's webhook is still to be routed, so that what was decided of it is decided again. */
    public boolean isToBeRouted(AlertRef alert) {
        return alert.offset() >= next;
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
            forgotten(record.key());
        } else if (ReplayChange.is(record)) {
            add(ReplayChange.of(record));
        } else {
            add(DecisionRecord.of(record, channels, this::isToBeRouted));
        }
    }

    /** The next decision that was written. */
    public void add(DecisionRecord record) {
        if (isToBeRouted(record.alert())) {
            decided.put(record.alert(), record);
            return;
        }
        remember(record);
        AlertRef before = latest.get(record.key());
        if (before == null || before.compareTo(record.alert()) <= 0) {
            latest.remove(record.key());
            latest.put(record.key(), record.alert());
            record.open().ifPresentOrElse(o -> opened(record.key(), o), () -> open.remove(record.key()));
        }
    }

    /**
     * A replay changed what the alert is open for. It does not hold if it was let in without regard to a later webhook,
     * by a relay that was cut off.
     */
    public void add(ReplayChange change) {
        Replayed replayed = change.replayed();
        AlertRef before = latest.get(replayed.key());
        if (before == null || before.offset() < replayed.checked()) {
            change.open().ifPresentOrElse(o -> opened(replayed.key(), o), () -> open.remove(replayed.key()));
        }
    }

    /** An alert was open in the partition that its integration had before this one. */
    public void adopted(String key, OpenAlert alert) {
        if (!latest.containsKey(key)) {
            opened(key, alert);
        }
    }

    /** Tells what is open at the end of them. */
    public void forEachOpen(BiConsumer<String, OpenAlert> each) {
        open.forEach(each);
    }

    private void opened(String key, OpenAlert alert) {
        open.put(key, alert);
        if (open.size() > most) {
            open.longestAgoOfMost().ifPresent(open::remove);
        }
    }

    /** An alert was forgotten. */
    public void forgotten(String key) {
        open.remove(key);
    }

    /** What is known at the end of them. */
    public OpenAlerts openAlerts() {
        RecentAlerts recent = new RecentAlerts(recentlyFrom);
        recently.values().forEach(went -> recent.routed(went.key(), went.state(), went.channels()));
        // Their events may be out, and then their second copies will not be sent.
        decided.values().stream()
                .sorted(Comparator.comparing(DecisionRecord::alert))
                .forEach(record -> recent.routed(
                        record.key(), record.state(), record.dispatch().channels()));
        return new OpenAlerts(maxAge, open, decided, recent);
    }

    /** Of webhooks with many alerts not all: they would take too much memory for what is asked about them. */
    private void remember(DecisionRecord record) {
        if (record.alert().offset() < recentlyFrom) {
            return;
        }
        recently.put(
                record.alert(),
                new Went(record.key(), record.state(), record.dispatch().channels()));
        if (recently.size() > MOST) {
            recentlyFrom = recently.pollFirstEntry().getKey().offset() + 1;
        }
    }
}
