package io.alertrelay.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The records that wait to be written to one partition, in order. One record of each key is in flight at a time; the
 * next of a key is sent when the one before is acknowledged, so whatever fails, no record overtakes an earlier one of
 * its key. For the thread of {@link Lanes} only.
 */
final class Lane {
    private static final int CHUNK = 500;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long FIRST_REST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);
    /** In a storm much is behind what waits for a leader for some seconds only. */
    private static final long LEAST_WAIT = TimeUnit.MINUTES.toNanos(1);

    private final String topic;
    private final int partition;
    private final LinkedList<Outgoing> queue = new LinkedList<>();
    private final List<Outgoing> failed = new ArrayList<>();
    private int underWay;
    private long sentAt;
    private long bytes;
    private Load parked = Load.NONE;
    private Optional<LaneFault> fault = Optional.empty();
    private long lookedAt;
    /** Up to and including the last one that was overdue then. */
    private int overdue;

    /**
     * Why it is stopped.
     *
     * @param since when the record that failed first was sent, by the lanes' clock
     * @param rest between the latest failure and the next attempt
     * @param until the next attempt
     */
    record LaneFault(Throwable cause, long since, long rest, long until) {}

    /** @param partition -1 if the topic's partitions don't matter */
    Lane(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    Optional<LaneFault> fault() {
        return fault;
    }

    /** What it has of batches whose callers go on as if it were stored. */
    Load parked() {
        return parked;
    }

    void parked(Load more) {
        parked = parked.plus(more);
    }

    void noLongerParked(Load gone) {
        parked = parked.minus(gone);
    }

    /** How much waits. */
    Load load() {
        return new Load(queue.size(), bytes);
    }

    /** The approximate memory of what waits. */
    long bytes() {
        return bytes;
    }

    /** Whether something waits that could be sent, except for the caller's {@link Lanes.WriteGuard}. */
    boolean isHeldBack() {
        return underWay == 0 && !isAllowed();
    }

    /** Whether the {@link Lanes.WriteGuard} of the first that waits allows to send it; true if none waits. */
    boolean isAllowed() {
        return queue.isEmpty() || queue.peek().guard().mayWriteNow();
    }

    boolean isIdle() {
        return queue.isEmpty() && underWay == 0;
    }

    void add(Outgoing next) {
        queue.add(next);
        bytes += next.bytes();
    }

    /** The records to send now; none while something is in flight, or a failure is too recent. */
    List<Outgoing> next(long now) {
        if (underWay > 0 || fault.filter(t -> now - t.until() < 0).isPresent()) {
            return List.of();
        }
        if (fault.isPresent()) {
            dropUnwanted();
        }
        List<Outgoing> chunk = new ArrayList<>();
        Set<ByteBuffer> keys = new HashSet<>();
        // After a failure a single record shows whether writing works again.
        int most = fault.isPresent() ? 1 : CHUNK;
        int size = 0;
        Iterator<Outgoing> waiting = queue.iterator();
        while (waiting.hasNext() && chunk.size() < most && size < CHUNK_BYTES) {
            Outgoing next = waiting.next();
            if (!next.guard().isStillDue()) {
                dropUnwanted(waiting, next);
                continue;
            }
            if (!next.guard().mayWriteNow()) {
                break;
            }
            byte[] key = next.record().key();
            if (key != null && !keys.add(ByteBuffer.wrap(key))) {
                break;
            }
            remove(waiting, next);
            chunk.add(next);
            size += next.bytes();
        }
        underWay = chunk.size();
        sentAt = now;
        return chunk;
    }

    /** What is another relay's by now, or is read again, takes no room behind what may wait for long. */
    private void dropUnwanted() {
        Iterator<Outgoing> waiting = queue.iterator();
        while (waiting.hasNext()) {
            Outgoing next = waiting.next();
            if (!next.guard().isStillDue()) {
                dropUnwanted(waiting, next);
            }
        }
    }

    private void dropUnwanted(Iterator<Outgoing> at, Outgoing gone) {
        remove(at, gone);
        gone.batch().left(this, gone.load());
        gone.batch().drop();
    }

    private void remove(Iterator<Outgoing> at, Outgoing gone) {
        overdue = 0;
        at.remove();
        bytes -= gone.bytes();
    }

    /** A record in flight is acknowledged. */
    void stored() {
        underWay--;
        if (underWay == 0 && failed.isEmpty()) {
            fault = Optional.empty();
        }
        putBack();
    }

    /** A record in flight is not, or may not be, stored; it is sent again before all others. */
    void failed(Outgoing again, Throwable cause, long now) {
        underWay--;
        failed.add(again);
        long since = fault.filter(before -> isUnfitTopic(before.cause()) == isUnfitTopic(cause))
                .map(LaneFault::since)
                .orElse(sentAt);
        long rest = failed.size() > 1
                ? fault.orElseThrow().rest()
                : fault.map(t -> Math.min(LONGEST_REST, t.rest() * 2)).orElse(FIRST_REST);
        fault = Optional.of(new LaneFault(cause, since, rest, now + rest));
        putBack();
    }

    /** Counts apart from failures of writing: the first failure of the other kind starts again. */
    private static boolean isUnfitTopic(Throwable failure) {
        return failure instanceof Lanes.MustNotBeWrittenException;
    }

    private void putBack() {
        if (underWay == 0 && !failed.isEmpty()) {
            queue.addAll(0, failed);
            bytes += failed.stream().mapToLong(Outgoing::bytes).sum();
            failed.clear();
        }
    }

    /**
     * Whether the one that has waited longest, or one behind it, is {@linkplain Lanes.WriteGuard#isOverdue overdue},
     * and the first has waited for a minute. Looked up once a second, and not while an earlier one is on its way.
     */
    boolean isOverdue(long now) {
        if (underWay > 0 || oldest().filter(since -> now - since >= LEAST_WAIT).isEmpty()) {
            return false;
        }
        if (now - lookedAt >= LOOK_EVERY) {
            lookedAt = now;
            overdue = 0;
            int upTo = 0;
            for (Outgoing next : queue) {
                upTo++;
                overdue = next.guard().isOverdue() ? upTo : overdue;
            }
        }
        return overdue > 0;
    }

    /** Removes the one that has waited longest. */
    Optional<Outgoing> giveUpOldest() {
        Outgoing oldest = queue.poll();
        overdue = Math.max(0, overdue - 1);
        if (oldest != null) {
            bytes -= oldest.bytes();
        }
        return Optional.ofNullable(oldest);
    }

    /** Since when the oldest one has waited. */
    Optional<Long> oldest() {
        return Optional.ofNullable(queue.peek()).map(Outgoing::since);
    }

    /** All that wait. */
    Iterable<Outgoing> all() {
        return queue;
    }
}
