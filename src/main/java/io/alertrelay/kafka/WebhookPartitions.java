package io.alertrelay.kafka;

import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.record.PartitionsRecord.GaveUp;
import io.alertrelay.record.PartitionsRecord.Moved;
import io.alertrelay.record.PartitionsRecord.Raise;
import io.alertrelay.record.PartitionsRecord.Standing;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.time.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * The partition of webhooks of each integration, as agreed by all relays, also while their number is raised. Webhooks
 * must be stored, and replayed events handed over, between {@link #enter} and {@link #left}.
 *
 * <p>All webhooks of an integration share a partition, so no relay may store into the new one before the last has
 * stopped storing into the old one. Records of the topic {@code relays}, whose order decides, ensure that:
 *
 * <pre>
 *   raise ─▶ each relay that it names holds webhooks back, waits for the acks of those in flight, writes "moved" ─▶
 *      once the last of them has: there are more partitions from here on, and what was held back is stored
 *      └─ before that a relay has waited for too long, and writes "gave up": nothing changes
 * </pre>
 *
 * <p>A new partition takes over the open alerts of its integrations once everything in their former partition is
 * routed (class {@code OpenAlertsByPartition}). The number of partitions becomes a multiple, so each new one has one
 * parent. Thread-safe.
 */
public final class WebhookPartitions {
    /** The most partitions that there may be. */
    public static final int MOST = 1_000;

    private static final long LOOK_AGAIN_MILLIS = 100;
    /** After so many turns more comes than can be stored in turn: the rest need not wait for those before it. */
    private static final int MOST_TURNS = 100;

    private final Queue<Runnable> heldBack = new ArrayDeque<>();
    private List<Integer> counts;
    private boolean agreed;
    private Optional<Undecided> open = Optional.empty();
    private String givenUp = "";
    private boolean holding;
    private int inProgress;

    /**
     * A change that is not decided yet.
     *
     * @param id of the change
     * @param counts the numbers of partitions so far, in order, and last the new one
     * @param awaited the relays that have not moved yet
     */
    private record Undecided(String id, List<Integer> counts, Set<String> awaited) {}

    /** @param found the partitions that the topic has: they count until something else was agreed on */
    public WebhookPartitions(int found) {
        this.counts = List.of(found);
    }

    /**
     * As agreed by now, for somebody who is not one of the relays.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public static WebhookPartitions now(TopicReader reader, TopicNames names) {
        WebhookPartitions now = new WebhookPartitions(Math.max(1, reader.partitionCount(names.webhooks())));
        reader.read(names.relays(), reader.starts(names.relays()), reader.ends(names.relays()), record -> {
            now.read(record);
            return true;
        });
        return now;
    }

    /** Whether relays have agreed on the number, which otherwise is that of the topic. */
    public synchronized boolean isAgreed() {
        return agreed;
    }

    /** How many partitions are in use. */
    public synchronized int count() {
        return counts.get(counts.size() - 1);
    }

    /** The integration's partition: of those in use, the one that Kafka's producers would choose. */
    public int of(String integration) {
        return of(integration, count());
    }

    private static int of(String integration, int count) {
        return BuiltInPartitioner.partitionForKey(integration.getBytes(StandardCharsets.UTF_8), count);
    }

    /**
     * Stores something now, or as soon as the partition is decided.
     *
     * @param storing may call {@link #of}, and must neither throw nor wait, because others may be behind it;
     *     {@link #left} must be called when it has ended
     */
    public void enter(Runnable storing) {
        synchronized (this) {
            if (holding) {
                heldBack.add(storing);
                return;
            }
            inProgress++;
        }
        storing.run();
    }

    /** What was stored is acknowledged, or never will be. */
    public synchronized void left() {
        inProgress--;
        notifyAll();
    }

    /**
     * Waits until the partition is in use, which a new one is not yet.
     *
     * @return the partition that its integrations had before; empty if it always existed
     */
    public synchronized OptionalInt awaitUsed(int partition) throws InterruptedException {
        while (partition >= count()) {
            wait();
        }
        for (int i = 1; i < counts.size(); i++) {
            if (partition >= counts.get(i - 1) && partition < counts.get(i)) {
                return OptionalInt.of(partition % counts.get(i - 1));
            }
        }
        return OptionalInt.empty();
    }

    /** Whether the integration moved to the partition when that was new. */
    public synchronized boolean movedTo(int partition, String integration) {
        return counts.stream()
                .filter(count -> count > partition)
                .findFirst()
                .filter(count -> of(integration, count) == partition)
                .isPresent();
    }

    /** Whether an integration that had the one partition may have moved to the other when that was new. */
    public synchronized boolean mayHaveMoved(int former, int partition) {
        return counts.stream().anyMatch(count -> former < count && partition >= count && partition % count == former);
    }

    /**
     * A change that is not decided.
     *
     * @param id of the change
     * @param to the new number of partitions
     */
    public record UnderWay(String id, int to) {}

    /** The change in progress. */
    public synchronized Optional<UnderWay> underWay() {
        return open.map(raise ->
                new UnderWay(raise.id(), raise.counts().get(raise.counts().size() - 1)));
    }

    /** Whether this change is still in progress. */
    public boolean isUnderWay(UnderWay raise) {
        return underWay().filter(raise::equals).isPresent();
    }

    /** Whether the change with that id was given up, and is the last one that was. */
    public synchronized boolean isGivenUp(String id) {
        return givenUp.equals(id);
    }

    /** Reads the next record of the topic {@code relays}; records about anything else are ignored. */
    public void read(StoredRecord record) {
        PartitionsRecord.of(record).ifPresent(this::read);
    }

    private synchronized void read(PartitionsRecord statement) {
        if (statement instanceof Standing standing && canBe(standing.counts())) {
            agreeOn(standing.counts());
        } else if (statement instanceof Raise raise && canBe(raise.counts())) {
            raise(raise);
        } else if (statement instanceof GaveUp gaveUp && isOpen(gaveUp.id())) {
            open = Optional.empty();
            givenUp = gaveUp.id();
        } else if (statement instanceof Moved moved && isOpen(moved.id())) {
            open.get().awaited().remove(moved.relay());
            if (open.get().awaited().isEmpty()) {
                counts = open.get().counts().stream().distinct().toList();
                open = Optional.empty();
            }
        }
        notifyAll();
    }

    /** Each is a multiple of the one before. Anything else was not written by a relay. */
    private static boolean canBe(List<Integer> counts) {
        return IntStream.range(0, counts.size())
                .allMatch(i -> counts.get(i) >= 1
                        && counts.get(i) <= MOST
                        && (i == 0 || counts.get(i) % counts.get(i - 1) == 0));
    }

    private boolean isOpen(String id) {
        return open.filter(raise -> raise.id().equals(id)).isPresent();
    }

    private void agreeOn(List<Integer> current) {
        if (!agreed && !current.isEmpty()) {
            agreed = true;
            counts = current;
        }
    }

    /** Ignores a change that does not continue the current state: its relay did not know that state. */
    private void raise(Raise raise) {
        List<Integer> next = raise.counts();
        if (open.isPresent() || next.size() < 2) {
            return;
        }
        List<Integer> before = next.subList(0, next.size() - 1);
        if (agreed && !before.equals(counts)) {
            return;
        }
        agreed = true;
        counts = List.copyOf(before);
        open = Optional.of(new Undecided(raise.id(), next, new HashSet<>(raise.relays())));
    }

    /** Holds back whatever enters, until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Waits until everything inside has left; returns whether that happened in time. */
    public synchronized boolean awaitNoneInProgress(Deadline deadline) throws InterruptedException {
        while (inProgress > 0 && !deadline.isOver()) {
            wait(LOOK_AGAIN_MILLIS);
        }
        return inProgress == 0;
    }

    /**
     * Stores what was held back, and what comes meanwhile behind it, and returns how much that was.
     *
     * @throws IllegalStateException if one of them has thrown; the others are stored all the same
     */
    public int release() {
        int stored = 0;
        Optional<Throwable> fault = Optional.empty();
        try {
            for (int turn = 1; turn <= MOST_TURNS; turn++) {
                List<Runnable> waiting = nextHeldBack(turn < MOST_TURNS);
                for (Runnable storing : waiting) {
                    try {
                        storing.run();
                    } catch (RuntimeException | Error e) {
                        fault = Optional.of(e);
                    }
                }
                stored += waiting.size();
                if (waiting.isEmpty()) {
                    break;
                }
            }
        } finally {
            // Already so, unless there was no memory for it.
            goOn();
        }
        if (fault.isPresent()) {
            throw new IllegalStateException("something that was held back could not be stored", fault.get());
        }
        return stored;
    }

    /** @param againAfter whether to hold back what comes while these are stored */
    private synchronized List<Runnable> nextHeldBack(boolean againAfter) {
        List<Runnable> waiting = List.copyOf(heldBack);
        heldBack.clear();
        inProgress += waiting.size();
        holding = againAfter && !waiting.isEmpty();
        return waiting;
    }

    private synchronized void goOn() {
        holding = false;
    }

    /** The current state, so that a relay that starts while partitions are added does not use these yet. */
    public synchronized Standing standing() {
        return new Standing(counts);
    }

    /**
     * The order to have that many partitions, with what was agreed on before. The current number is a rehearsal, which
     * shows whether all relays can follow.
     */
    public synchronized Raise order(String id, int to, Set<String> relays, String by) {
        List<Integer> next = new ArrayList<>(counts);
        next.add(to);
        return new Raise(id, by, next, List.copyOf(relays));
    }
}
