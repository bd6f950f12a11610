package io.alertrelay.delivery;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Settlement.Redundancy;
import io.alertrelay.delivery.Settlement.Superseded;
import io.alertrelay.record.AlertState;
import io.alertrelay.record.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events that wait for a channel, an {@link AlertQueue} for each alert, and which is next: the most severe, then
 * the oldest. One send in {@value #AGEING_TURN} goes to the oldest of all if that has waited for long, so that nothing
 * starves; this costs the most severe events at most a tenth of the rate.
 *
 * <p>Knows no threads, no clock and no channel. Rests are timed by the steady clock. The age of an event is by the wall
 * clock, or how long it has waited here if that is longer.
 */
final class Waiting {
    static final int AGEING_TURN = 10;
    /** How long an event must wait to count as having waited for long. */
    static final Duration LONG = Duration.ofMinutes(1);

    private final Collapse collapse;
    private final Map<String, AlertQueue> queues = new HashMap<>();
    private final NavigableMap<Rank, AlertQueue> ready = new TreeMap<>();
    private final NavigableMap<Rank, AlertQueue> readyByAge = new TreeMap<>(Rank.BY_AGE);
    private final NavigableMap<Rank, AlertQueue> resting = new TreeMap<>(Rank.BY_AGE);
    private final Map<AlertQueue, Places> places = new HashMap<>();
    private long queueNumber;
    private long turn;
    private int size;

    Waiting(Collapse collapse) {
        this.collapse = collapse;
    }

    /** How many deliveries, those that are being sent included. */
    int size() {
        return size;
    }

    /** Whether no other alert than these waits for its turn or for an answer, rather than for a record. */
    boolean onlyUnanswered(Set<String> alertKeys) {
        return queues.values().stream().noneMatch(queue -> queue.unanswered() && !alertKeys.contains(queue.key()));
    }

    /** How many alerts are not tried for a while, because the attempt before failed. */
    int resting() {
        return resting.size();
    }

    /** Whether there is any that is neither being sent nor waits for a record: it may be sent, now or at some time. */
    boolean anyToSend() {
        return !ready.isEmpty() || !resting.isEmpty();
    }

    /** All that waits, in no order. */
    Stream<QueuedDelivery> all() {
        return queues.values().stream().flatMap(queue -> {
            Stream.Builder<QueuedDelivery> each = Stream.builder();
            queue.all().forEach(each);
            return each.build();
        });
    }

    /** How many deliveries of each severity, those that are being sent included. */
    Map<Severity, Integer> bySeverity() {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        all().forEach(queued -> counts.merge(queued.delivery().severity(), 1, Integer::sum));
        return counts;
    }

    /** When the webhook of the oldest of each severity was received, by the wall clock, without replayed ones. */
    Map<Severity, Instant> oldest() {
        return oldest(delivery -> true);
    }

    /** The same of some of them. */
    Map<Severity, Instant> oldest(Predicate<Delivery> which) {
        Map<Severity, Instant> oldest = new EnumMap<>(Severity.class);
        // Replayed events were old before they were due, so their age does not matter.
        all().filter(queued -> queued.delivery().replay().isEmpty() && which.test(queued.delivery()))
                .forEach(queued -> oldest.merge(
                        queued.delivery().severity(),
                        queued.agedFrom(),
                        BinaryOperator.minBy(Comparator.naturalOrder())));
        return oldest;
    }

    /** The delivery of the same alert that is before it; empty if it is the first. */
    Optional<QueuedDelivery> before(QueuedDelivery queued) {
        QueuedDelivery before = null;
        for (QueuedDelivery each : queue(queued).all()) {
            if (each == queued) {
                break;
            }
            before = each;
        }
        return Optional.ofNullable(before);
    }

    /** Whether it is being sent. */
    boolean busy(QueuedDelivery queued) {
        return queue(queued).busy();
    }

    /** Until when it is not tried again; empty if it may be. */
    Optional<Instant> restsUntil(QueuedDelivery queued) {
        return queue(queued).restsUntil();
    }

    /**
     * Accepts a delivery; returns those, possibly including this one, that need not be sent any more and are to be
     * recorded as superseded now. Nothing of that alert is sent until each of them, and each that {@link #recorded}
     * returns then, is recorded.
     *
     * @param maybeSent whether it may have been sent by whoever had it before
     * @param now by the steady clock
     * @param at the same time by the wall clock
     */
    List<Superseded> add(Delivery delivery, boolean maybeSent, Instant now, Instant at) {
        AlertQueue queue = begun(delivery.alertKey());
        return placed(queue, () -> queue.superseded(add(queue, QueuedDelivery.of(delivery, maybeSent, now, at), at)));
    }

    private AlertQueue begun(String alertKey) {
        return queues.computeIfAbsent(alertKey, key -> new AlertQueue(key, queueNumber++));
    }

    /** A superseded delivery is recorded; returns those that are to be recorded only now. */
    List<Superseded> recorded(Superseded superseded) {
        return released(superseded.delivery().alertKey());
    }

    /** Nothing of that alert is sent until it is {@link #released} as often. */
    void hold(String alertKey) {
        AlertQueue queue = begun(alertKey);
        placed(queue, () -> {
            queue.hold();
            return queue;
        });
    }

    /** What it was held for is recorded; returns those that are to be recorded only now. */
    List<Superseded> released(String alertKey) {
        AlertQueue queue = queue(alertKey);
        return placed(queue, queue::recorded);
    }

    private List<Superseded> add(AlertQueue queue, QueuedDelivery queued, Instant at) {
        Delivery delivery = queued.delivery();
        Optional<QueuedDelivery> newer = newer(queue, delivery);
        if (newer.isPresent()) {
            return List.of(new Superseded(delivery, at, newer.get().delivery().id(), Redundancy.NEWER));
        }
        List<Superseded> superseded = new ArrayList<>(overtaken(queue, delivery, at));
        superseded.addAll(addLast(queue, queued, at));
        return superseded;
    }

    /** If it is replayed: the newer live one behind it. */
    Optional<Delivery> newerThan(QueuedDelivery replayed) {
        return replayed.delivery().replay().isEmpty()
                ? Optional.empty()
                : StreamSupport.stream(queue(replayed).all().spliterator(), false)
                        .map(QueuedDelivery::delivery)
                        .filter(waits -> overtakes(waits, replayed.delivery()))
                        .findFirst();
    }

    /** If the delivery is replayed: a waiting live one that reports the same or a newer state. */
    private static Optional<QueuedDelivery> newer(AlertQueue queue, Delivery delivery) {
        return delivery.replay().isEmpty()
                ? Optional.empty()
                : StreamSupport.stream(queue.all().spliterator(), false)
                        .filter(queued -> overtakes(queued.delivery(), delivery)
                                || queued.delivery().replay().isEmpty()
                                        && queued.delivery().alert().equals(delivery.alert()))
                        .findFirst();
    }

    /**
     * A replayed delivery gives way to a newer live one, even if it was tried: a live alert never waits for a replay.
     */
    private List<Superseded> overtaken(AlertQueue queue, Delivery live, Instant at) {
        if (live.replay().isPresent() || !queue.hasReplayed()) {
            return List.of();
        }
        List<QueuedDelivery> overtaken = queue.removeIf(waits -> overtakes(live, waits));
        size -= overtaken.size();
        return overtaken.stream()
                .map(queued ->
                        new Superseded(queued.delivery(), queued.attempts().tally(), at, live.id(), Redundancy.NEWER))
                .toList();
    }

    /** What is replayed must not be sent behind, or instead of, what is live and newer. */
    private static boolean overtakes(Delivery live, Delivery replayed) {
        return live.replay().isEmpty()
                && replayed.replay().isPresent()
                && new AlertState(replayed.alert(), replayed.status())
                        .overtaken(Optional.of(live.alert()), Optional.empty())
                        .isPresent();
    }

    private List<Superseded> addLast(AlertQueue queue, QueuedDelivery queued, Instant at) {
        Delivery delivery = queued.delivery();
        Optional<QueuedDelivery> tail = queue.last().filter(last -> !last.started());
        if (collapse != Collapse.NONE
                && tail.filter(last -> delivery.repeats(last.delivery())).isPresent()) {
            return reminder(queue, tail.get(), queued, at);
        }
        if (collapse == Collapse.RESOLVED_PAIRS
                && tail.filter(last -> closes(delivery, last)).isPresent()) {
            queue.removeLast();
            size--;
            Delivery firing = tail.get().delivery();
            return List.of(
                    new Superseded(firing, at, delivery.id(), Redundancy.RESOLVED_PAIR),
                    new Superseded(delivery, at, firing.id(), Redundancy.RESOLVED_PAIR));
        }
        queue.add(queued);
        size++;
        return List.of();
    }

    /**
     * The newer one takes the place; a replayed one counts as older than a live one, whatever the order of the topic.
     */
    private static List<Superseded> reminder(AlertQueue queue, QueuedDelivery tail, QueuedDelivery queued, Instant at) {
        Delivery delivery = queued.delivery();
        if (delivery.replay().isPresent() && tail.delivery().replay().isEmpty()) {
            return List.of(new Superseded(delivery, at, tail.delivery().id(), Redundancy.REMINDER));
        }
        queue.removeLast();
        queue.add(tail.replacedBy(queued));
        return List.of(new Superseded(tail.delivery(), at, delivery.id(), Redundancy.REMINDER));
    }

    private static boolean closes(Delivery recovery, QueuedDelivery firing) {
        return recovery.status() == AlertStatus.RESOLVED
                && firing.delivery().status() == AlertStatus.FIRING
                && firing.opens()
                && firing.delivery().replay().equals(recovery.replay());
    }

    /** It failed, while others got through. */
    void failedAlone(QueuedDelivery queued) {
        queue(queued).failedAlone();
    }

    /** It was answered that its channel is at fault, while others got through. */
    void blamedAlone(QueuedDelivery queued) {
        queue(queued).blamedAlone();
    }

    /** It got through. */
    void passed(QueuedDelivery queued) {
        queue(queued).passed();
    }

    /** How many times its alert {@linkplain #failedAlone failed alone} since an event of it got through. */
    int ownFailures(QueuedDelivery queued) {
        return queue(queued).ownFailures();
    }

    /** Whether its alert was {@linkplain #blamedAlone answered so alone} since an event of it got through. */
    boolean isBlamedAlone(QueuedDelivery queued) {
        return queue(queued).isBlamedAlone();
    }

    /** Whether every alert that has something to be sent has failed, and not only as a probe. */
    boolean allFail() {
        return queues.values().stream().allMatch(queue -> queue.isEmpty() || queue.fails());
    }

    /**
     * The delivery whose turn it is; empty if none may be sent now.
     *
     * @param now by the steady clock
     * @param wall by the wall clock
     */
    Optional<QueuedDelivery> next(Instant now, Instant wall) {
        wake(now);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        AlertQueue oldest = readyByAge.firstEntry().getValue();
        AlertQueue next = waitedLong(oldest.first(), now, wall) && turn % AGEING_TURN == AGEING_TURN - 1
                ? oldest
                : ready.firstEntry().getValue();
        return Optional.of(next.first());
    }

    private static boolean waitedLong(QueuedDelivery queued, Instant now, Instant wall) {
        boolean old = !queued.agedFrom().plus(LONG).isAfter(wall)
                || !queued.waitsSince().plus(LONG).isAfter(now);
        return old && queued.delivery().replay().isEmpty();
    }

    /** The delivery to probe with: of the least often probed ones, the most severe, then the oldest. */
    Optional<QueuedDelivery> probe(Function<String, Integer> probes) {
        return queues.values().stream()
                .filter(queue -> !queue.busy() && !queue.recording())
                .min(Comparator.comparing((AlertQueue queue) -> probes.apply(queue.key()))
                        .thenComparing(AlertQueue::rank))
                .map(AlertQueue::first);
    }

    /** When the first of those that rest may be tried again; empty if none rests. */
    Optional<Instant> nextWake() {
        return resting.isEmpty()
                ? Optional.empty()
                : resting.firstEntry().getValue().restsUntil();
    }

    /** It is being sent: nothing else of its alert is sent until it has ended. */
    void start(QueuedDelivery queued) {
        turn++;
        AlertQueue queue = queue(queued);
        placed(queue, () -> {
            queue.rest(Optional.empty());
            queue.busy(true);
            return queue;
        });
    }

    /** It will be sent again, at once or not before a time. */
    void again(QueuedDelivery queued, Optional<Instant> notBefore) {
        AlertQueue queue = queue(queued);
        placed(queue, () -> {
            queue.busy(false);
            queue.rest(notBefore);
            return queue;
        });
    }

    /** It rests until then at most; not at all if that is empty. No effect on an alert of which nothing rests. */
    void restNoLonger(String alertKey, Optional<Instant> until) {
        Optional.ofNullable(queues.get(alertKey))
                .filter(queue -> queue.restsUntil()
                        .filter(rests -> until.isEmpty() || until.get().isBefore(rests))
                        .isPresent())
                .ifPresent(queue -> placed(queue, () -> {
                    queue.rest(until);
                    return queue;
                }));
    }

    /** It is settled. */
    void done(QueuedDelivery queued) {
        AlertQueue queue = queue(queued);
        placed(queue, () -> {
            queue.busy(false);
            queue.removeFirst();
            size--;
            return queue;
        });
    }

    /** Drops what waits from that partition to be sent; what is being sent or recorded stays until it has ended. */
    void forget(int partition) {
        for (AlertQueue queue : List.copyOf(queues.values())) {
            placed(queue, () -> {
                size -= queue.removeIf(delivery -> delivery.partition() == partition)
                        .size();
                return queue;
            });
        }
    }

    /** Drops what of that partition waits to be recorded until others are. */
    void forgetLast(int partition) {
        for (AlertQueue queue : List.copyOf(queues.values())) {
            placed(queue, () -> {
                queue.forgetLast(partition);
                return queue;
            });
        }
    }

    private AlertQueue queue(QueuedDelivery queued) {
        return queue(queued.delivery().alertKey());
    }

    /** As long as something of an alert waits, is in flight or is being recorded, it has a queue. */
    private AlertQueue queue(String alertKey) {
        return Objects.requireNonNull(queues.get(alertKey));
    }

    private void wake(Instant now) {
        while (nextWake().filter(at -> !at.isAfter(now)).isPresent()) {
            AlertQueue queue = resting.firstEntry().getValue();
            placed(queue, () -> {
                queue.rest(Optional.empty());
                return queue;
            });
        }
    }

    /** Applies a change to the queue and updates its place in the orderings. */
    private <T> T placed(AlertQueue queue, Supplier<T> change) {
        Optional.ofNullable(places.remove(queue)).ifPresent(Places::leave);
        T result = change.get();
        if (queue.isEmpty()) {
            if (!queue.recording()) {
                queues.remove(queue.key());
            }
        } else if (queue.restsUntil().isPresent()) {
            Rank until =
                    new Rank(false, 0, queue.restsUntil().get(), queue.rank().queue());
            resting.put(until, queue);
            places.put(queue, () -> resting.remove(until));
        } else if (!queue.busy() && !queue.recording()) {
            Rank rank = queue.rank();
            Rank age = queue.age();
            ready.put(rank, queue);
            readyByAge.put(age, queue);
            places.put(queue, () -> {
                ready.remove(rank);
                readyByAge.remove(age);
            });
        }
        return result;
    }

    /** Removes a queue from the orderings. */
    @FunctionalInterface
    private interface Places {
        void leave();
    }
}
