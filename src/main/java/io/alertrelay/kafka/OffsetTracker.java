package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Tracks which records one consumer was given and which of them are settled; offsets may be committed up to the first
 * unsettled one. A record is settled only after its results are durable elsewhere.
 *
 * <p>Thread-safe: the poll thread receives and commits, others settle, in any order and more than once; a record that
 * is no longer (or not yet again) held is ignored.
 */
public final class OffsetTracker {
    private final int maxRecords;
    private long maxBytes;
    private boolean suspended;
    private boolean stopping;
    private int pollsSinceStopping;
    private final Lease lease = new Lease(System::nanoTime, InstantSource.system());
    private final Map<TopicPartition, PartitionOffsets> partitions = new HashMap<>();
    private Set<TopicPartition> assigned = Set.of();
    private final Set<TopicPartition> restarted = new HashSet<>();
    private int generation;

    /**
     * @param maxRecords how many unsettled records of a partition may be held before it is {@linkplain #full() full}
     * @param maxBytes how many bytes of them
     */
    public OffsetTracker(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** The lease on the consumer's partitions: whether they certainly still belong to it. */
    public Lease lease() {
        return lease;
    }

    /** Sets how many bytes of a partition may be held. */
    public synchronized void maxBytes(long bytes) {
        maxBytes = bytes;
    }

    /** Suspends or resumes fetching. What is held already is still handled. */
    public synchronized void suspend(boolean wanted) {
        suspended = wanted;
    }

    /**
     * Suspends fetching, and returns when all that was fetched has been handed out. Once Camel is asked to stop, it
     * does not hand out the records of the current poll, so waiting for these to be settled would be in vain.
     *
     * @return whether that happened within the time
     */
    public synchronized boolean drain(Duration atMost) throws InterruptedException {
        stopping = true;
        pollsSinceStopping = 0;
        // The current poll may still return records; they are handed out before the next poll.
        return await(() -> pollsSinceStopping >= 2, atMost);
    }

    /** Whether nothing is to be fetched. */
    synchronized boolean isSuspended() {
        return suspended || stopping;
    }

    /** @param note what is to be committed with this offset, if it is the one that is committed */
    synchronized void received(TopicPartition partition, long offset, int bytes, String note) {
        PartitionOffsets offsets = partitions.computeIfAbsent(partition, p -> new PartitionOffsets());
        if (offset < offsets.next()) {
            // There was no rewind: it is another topic of that name, or the topic was truncated.
            offsets = new PartitionOffsets();
            partitions.put(partition, offsets);
        }
        offsets.received(offset, bytes, note);
    }

    /** The results of the record are durable: it need not be read again. */
    public synchronized void settled(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        if (offsets != null) {
            offsets.settled(offset);
            notifyAll();
        }
    }

    /**
     * The record waits for something that is at fault, possibly for long: a revoked partition does not wait for it. It
     * still counts towards what is held, and its offset holds back the commit.
     */
    public synchronized void waits(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        if (offsets != null && offsets.waits(offset)) {
            notifyAll();
        }
    }

    /**
     * The record {@linkplain #waits waits}, and there is room for it elsewhere: it no longer counts towards what is
     * held.
     */
    public synchronized void setAside(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        if (offsets != null && offsets.setAside(offset)) {
            notifyAll();
        }
    }

    /** True as long as the record is unsettled, and was neither forgotten nor received again since this call. */
    public synchronized BooleanSupplier asLongAsHeld(TopicPartition partition, long offset) {
        Optional<PartitionOffsets.Unsettled> then = unsettled(partition, offset);
        return () -> {
            Optional<PartitionOffsets.Unsettled> now = unsettled(partition, offset);
            return then.isPresent() && now.isPresent() && then.get() == now.get();
        };
    }

    private synchronized Optional<PartitionOffsets.Unsettled> unsettled(TopicPartition partition, long offset) {
        return Optional.ofNullable(partitions.get(partition)).flatMap(offsets -> offsets.unsettled(offset));
    }

    /**
     * The offset up to which everything of the partition is settled or {@linkplain #waits waits} for something at
     * fault; empty if nothing of it was received.
     */
    public synchronized OptionalLong handled(TopicPartition partition) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets == null ? OptionalLong.empty() : OptionalLong.of(offsets.handled());
    }

    /** How many offsets of the partition were received from that one on: all of them are read again after a crash. */
    public synchronized long behind(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets == null ? 0 : offsets.next() - offset;
    }

    /**
     * Whether a record of the partition {@linkplain #waits waits} without room elsewhere, so that what is behind it may
     * have to wait, too; or all of it does, because fetching is {@linkplain #suspend suspended}.
     */
    public synchronized boolean isHeldUp(TopicPartition partition) {
        PartitionOffsets offsets = partitions.get(partition);
        return isSuspended() || offsets != null && offsets.isHeldUp();
    }

    /** A part of the record was handled: one step of many, for a record that takes long. */
    public synchronized void worked(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        if (offsets != null) {
            offsets.worked(offset);
        }
    }

    /** How many steps were made of the first record of the partition that is not {@link #handled}. */
    public synchronized int steps(TopicPartition partition) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets == null ? 0 : offsets.steps();
    }

    /** The record could not be handled and is to be read again, with all that came after it in its partition. */
    public synchronized void failed(TopicPartition partition, long offset) {
        PartitionOffsets offsets = partitions.get(partition);
        if (offsets != null && offsets.failed(offset)) {
            notifyAll();
        }
    }

    /**
     * Whether a record of the partition failed: later ones must not be handled now, because they are read again after
     * it.
     */
    public synchronized boolean failing(TopicPartition partition) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets != null && offsets.isFailing();
    }

    /** The partitions with a failed record. */
    synchronized Set<TopicPartition> failing() {
        Set<TopicPartition> failing = Set.of();
        for (Map.Entry<TopicPartition, PartitionOffsets> each : partitions.entrySet()) {
            if (each.getValue().isFailing()) {
                failing = failing.isEmpty() ? new HashSet<>() : failing;
                failing.add(each.getKey());
            }
        }
        return failing;
    }

    /**
     * Waits until everything held of the partitions is settled or has failed.
     *
     * @return whether that happened within the time
     */
    synchronized boolean awaitSettled(Collection<TopicPartition> which, Duration atMost) throws InterruptedException {
        return await(() -> known(which).noneMatch(PartitionOffsets::isPending), atMost);
    }

    private synchronized boolean await(BooleanSupplier reached, Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.after(atMost);
        while (!reached.getAsBoolean()) {
            long left = deadline.left().toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Whether its consumer has partitions to read, or another relay has them all. */
    public synchronized boolean isAssigned() {
        return !assigned.isEmpty();
    }

    /** Whether its consumer has that partition. */
    public synchronized boolean isAssigned(TopicPartition partition) {
        return assigned.contains(partition);
    }

    /** @param inGeneration the generation of the group in which they were assigned */
    synchronized void assigned(Set<TopicPartition> now, int inGeneration) {
        if (!now.equals(assigned) || !Collections.disjoint(now, restarted)) {
            generation = inGeneration;
        }
        assigned = now;
        restarted.clear();
        pollsSinceStopping++;
        notifyAll();
    }

    /**
     * The generation of the group since which the consumer has had its partitions without interruption; empty if it has
     * none.
     */
    public synchronized OptionalInt assignment() {
        return assigned.isEmpty() ? OptionalInt.empty() : OptionalInt.of(generation);
    }

    /**
     * How many of the partition's records are not settled, whatever is settled behind them; empty if nothing of it was
     * received.
     *
     * @param end the offset after the partition's last record
     */
    public synchronized OptionalLong unsettledBefore(TopicPartition partition, long end) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, end - offsets.next()) + offsets.unsettled());
    }

    /** How many records are held unsettled, over all partitions. */
    public synchronized int unsettled() {
        return partitions.values().stream()
                .mapToInt(PartitionOffsets::unsettled)
                .sum();
    }

    /**
     * What may be committed, of the partitions in which it moved since the last call.
     *
     * @param notes gives the note of an offset that was not received yet
     */
    synchronized Map<TopicPartition, NotedOffset> committable(PartitionListener notes) {
        Map<TopicPartition, NotedOffset> positions = new HashMap<>();
        partitions.forEach((partition, offsets) ->
                offsets.committable(partition, notes).ifPresent(lowest -> positions.put(partition, lowest)));
        return positions;
    }

    /** A commit of these did not succeed: they are committable again. */
    synchronized void notCommitted(Collection<TopicPartition> which) {
        known(which).forEach(PartitionOffsets::notCommitted);
    }

    private Stream<PartitionOffsets> known(Collection<TopicPartition> which) {
        return which.stream().map(partitions::get).filter(Objects::nonNull);
    }

    /** The partitions from which nothing more should be fetched for now. */
    synchronized Set<TopicPartition> full() {
        Set<TopicPartition> full = new HashSet<>();
        partitions.forEach((partition, offsets) -> {
            if (offsets.holds(maxRecords, maxBytes)) {
                full.add(partition);
            }
        });
        return full;
    }

    /** Whether half of what may be held of a partition before it is {@linkplain #full() full} is held of any. */
    public synchronized boolean isCrowded() {
        return partitions.values().stream().anyMatch(offsets -> offsets.holds(maxRecords / 2, maxBytes / 2));
    }

    /** Where to go back to, for each of these that is held; what was held of it is forgotten. */
    synchronized Map<TopicPartition, NotedOffset> rewinds(Collection<TopicPartition> which, PartitionListener notes) {
        Map<TopicPartition, NotedOffset> positions = new HashMap<>();
        which.forEach(partition -> {
            PartitionOffsets offsets = partitions.get(partition);
            if (offsets != null) {
                positions.put(partition, offsets.lowest(partition, notes));
            }
        });
        forget(positions.keySet());
        return positions;
    }

    synchronized void forget(Collection<TopicPartition> gone) {
        restarted.addAll(gone);
        gone.forEach(partitions::remove);
    }

    synchronized void forgetAll() {
        partitions.clear();
    }
}
