package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.delivery.Settlement.Redundancy;
import io.alertrelay.delivery.Settlement.Superseded;
import io.alertrelay.record.Delivery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The events of one alert that wait for a channel, in their order. Only the first is ever sent, but the queue has the
 * rank of the most severe event in it, so that a Critical behind a Warning of the same alert raises both.
 */
final class AlertQueue {
    private final String key;
    private final long number;
    private final Deque<QueuedDelivery> events = new ArrayDeque<>(2);
    private Optional<Instant> restsUntil = Optional.empty();
    private boolean busy;
    private int recording;
    private int ownFailures;
    private boolean blamedAlone;
    /** Recoveries of pairs, which are recorded when nothing else of the alert is being recorded. */
    private final List<Superseded> last = new ArrayList<>(1);
    /** How many events have each rank, so that the best is known without a search through a long queue. */
    private final NavigableMap<Rank, Integer> ranks = new TreeMap<>();

    AlertQueue(String key, long number) {
        this.key = key;
        this.number = number;
    }

    String key() {
        return key;
    }

    QueuedDelivery first() {
        return events.getFirst();
    }

    Optional<QueuedDelivery> last() {
        return Optional.ofNullable(events.peekLast());
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    Iterable<QueuedDelivery> all() {
        return events;
    }

    void add(QueuedDelivery next) {
        events.addLast(next);
        ranks.merge(rankOf(next), 1, Integer::sum);
    }

    void removeFirst() {
        forgetRank(events.removeFirst());
    }

    void removeLast() {
        forgetRank(events.removeLast());
    }

    private void forgetRank(QueuedDelivery removed) {
        ranks.computeIfPresent(rankOf(removed), (rank, count) -> count == 1 ? null : count - 1);
    }

    /** Whether anything in it is replayed. */
    boolean hasReplayed() {
        return !isEmpty() && ranks.lastKey().replayed();
    }

    /** Removes waiting events in order; the first stays while it is being sent. */
    List<QueuedDelivery> removeIf(Predicate<Delivery> gone) {
        List<QueuedDelivery> removed = new ArrayList<>();
        QueuedDelivery first = events.peekFirst();
        Iterator<QueuedDelivery> each = events.iterator();
        while (each.hasNext()) {
            QueuedDelivery next = each.next();
            if (gone.test(next.delivery()) && !(busy && next == first)) {
                each.remove();
                forgetRank(next);
                removed.add(next);
            }
        }
        if (events.peekFirst() != first) {
            // Only the first had been resting.
            restsUntil = Optional.empty();
        }
        return removed;
    }

    /** Whether its first is being sent or its settlement is being recorded. */
    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Whether its first waits for its turn, or for an answer, and not for a record. */
    boolean unanswered() {
        return !isEmpty() && !recording() && !(busy && first().ended());
    }

    /** Its first failed while events of other alerts got through. */
    void failedAlone() {
        ownFailures++;
    }

    /** Its first was answered that the channel is at fault while events of other alerts got through. */
    void blamedAlone() {
        blamedAlone = true;
    }

    /** An event of it got through. */
    void passed() {
        ownFailures = 0;
        blamedAlone = false;
    }

    /** How many times one of its events {@linkplain #failedAlone failed alone} since one got through. */
    int ownFailures() {
        return ownFailures;
    }

    /** Whether one of its events was {@linkplain #blamedAlone answered so alone} since one got through. */
    boolean isBlamedAlone() {
        return blamedAlone;
    }

    /** Whether it failed, and not only as a probe, since one of its events got through. */
    boolean fails() {
        return ownFailures > 0 || !isEmpty() && first().failures() > 0;
    }

    /**
     * Whether the recording of a superseded event, or of one that the channel's former outbox ended, is pending. After
     * a crash that event would be sent, so nothing may be sent now that would then have gone before it.
     */
    boolean recording() {
        return recording > 0;
    }

    /** The channel's former outbox is recording an event of this alert: it is {@link #recorded} later. */
    void hold() {
        recording++;
    }

    /**
     * These are superseded, too. The recovery of a pair must not be recorded before its firing and what that firing
     * superseded: after a crash in between, a firing would be sent, and the recovery would not.
     *
     * @return those to be recorded now
     */
    List<Superseded> superseded(List<Superseded> more) {
        recording += more.size();
        more.stream().filter(AlertQueue::isRecoveryOfAPair).forEach(last::add);
        return more.stream().filter(one -> !isRecoveryOfAPair(one)).toList();
    }

    /**
     * The recoveries of pairs from that partition are not recorded any more if others are to be recorded before them:
     * their firing may be sent by whoever has the partition next.
     */
    void forgetLast(int partition) {
        int before = last.size();
        last.removeIf(superseded -> superseded.delivery().partition() == partition);
        recording -= before - last.size();
    }

    private static boolean isRecoveryOfAPair(Superseded superseded) {
        return superseded.reason() == Redundancy.RESOLVED_PAIR
                && superseded.delivery().status() == AlertStatus.RESOLVED;
    }

    /** One is recorded; returns those that had to wait for that. */
    List<Superseded> recorded() {
        recording--;
        if (recording > last.size()) {
            return List.of();
        }
        List<Superseded> due = List.copyOf(last);
        last.clear();
        return due;
    }

    /** Until when its first is not retried; empty if it may be. */
    Optional<Instant> restsUntil() {
        return restsUntil;
    }

    void rest(Optional<Instant> until) {
        restsUntil = until;
    }

    /** By the most severe in it, live before replayed. */
    Rank rank() {
        return ranks.firstKey();
    }

    private Rank rankOf(QueuedDelivery queued) {
        Delivery delivery = queued.delivery();
        return new Rank(delivery.replay().isPresent(), delivery.severity().ordinal(), queued.agedFrom(), number);
    }

    /** By the age of its first. */
    Rank age() {
        return new Rank(rank().replayed(), 0, first().agedFrom(), number);
    }
}
