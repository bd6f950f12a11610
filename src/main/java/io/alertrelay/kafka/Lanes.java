package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import io.alertrelay.watchdog.LastResortLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.slf4j.LoggerFactory;

/**
 * Writes records so that a partition that can't be written delays only its own records. Each partition has a {@link
 * Lane}; failed records are retried until they are stored, in order of each key. Callers never wait; they are notified
 * when all records of a batch are acknowledged, and when the batch must wait for a faulty partition.
 *
 * <pre>
 *   write ─▶ lane ─▶ on its way ─▶ acknowledged ─▶ all of its batch? ─▶ stored
 *              ▲          │
 *              └─ fails ◀─┘ the lane has a fault:  its batches are parked, one record a second shows when it goes on
 *              └─▶ too many are parked, or for too long: the oldest are given up to the overflow
 * </pre>
 *
 * <p>What is parked is bounded. What has no room there because it can't be given up, or because the overflow does not
 * store what it got, waits all the same, and its caller is told to hand over no more.
 */
public final class Lanes implements AutoCloseable {
    private static final LastResortLog FAULTS = new LastResortLog(LoggerFactory.getLogger(Lanes.class));
    /** A producer may take that long to learn of a new topic. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(3);

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(20);
    /** There may be thousands that have no room, and one writes for all channels. */
    private static final long ROOM_AGAIN = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long IDLE = TimeUnit.SECONDS.toNanos(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final TopicFaults faults;
    private final Settings settings;
    private final LongSupplier clock;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final AtomicLong arriving = new AtomicLong();
    private volatile long queued;
    /** Batches that wait for a partition at fault and have no room there. */
    private final Set<Batch> crowded = new LinkedHashSet<>();

    private long lookedForRoom;
    /** What was given up and is not kept yet. */
    private Load unkept = Load.NONE;

    private final Thread worker = new Thread(this::work, "lanes");
    private volatile Optional<Overflow> overflow = Optional.empty();
    private volatile boolean stopping;

    /**
     * What may be parked, and what happens beyond that.
     *
     * @param topicPrefix the beginning of the names of those topics whose records may be given up
     * @param mark a header for what is sent again to these, because Kafka may have it already
     * @param parked how much of them may be parked, and how much may be given up that the overflow has not stored yet
     * @param age after which a parked record is given up
     * @param others how much may be parked of each partition of another topic
     */
    public record Settings(String topicPrefix, Header mark, Load parked, Duration age, Load others) {}

    /** Stores records that can't wait for their own topic any longer. */
    @FunctionalInterface
    public interface Overflow {
        /**
         * Stores a record elsewhere.
         *
         * @param cause why it is given up, for people
         * @param kept to be run, on any thread, when that is durable
         */
        void keep(ProducerRecord<byte[], byte[]> record, String cause, Runnable kept);
    }

    /** Called before each record is sent, on the lanes' own thread; must not block. */
    @FunctionalInterface
    public interface WriteGuard {
        /** Whether it should still be sent: if not it is dropped. */
        boolean isStillDue();

        /** Whether it may be sent now: if not it waits, and so does everything behind it. */
        default boolean mayWriteNow() {
            return true;
        }

        /** Whether it has held back too much already, so that it should be given up if it must wait. */
        default boolean isOverdue() {
            return false;
        }
    }

    /** Is notified of a batch of records, on the lanes' own thread; must not block. */
    public interface Listener {
        /** All are acknowledged. */
        void stored();

        /**
         * At least one waits for a faulty partition, and too much waits there: whoever hands over more and more must
         * wait as well. Called once at most, and not after {@link #parked}, which may follow.
         */
        default void waits() {}

        /** At least one waits for a faulty partition, which has room for it; called once at most. */
        default void parked() {}

        /** At least one was dropped, so that not all will be stored; called once at most. */
        default void dropped() {}
    }

    /**
     * Lanes that write nothing until {@link #start}.
     *
     * @param producer that never blocks and has one request in flight at a time; closed with the lanes
     * @param clock nanoseconds of a monotonic clock
     */
    Lanes(Producer<byte[], byte[]> producer, TopicFaults faults, Settings settings, LongSupplier clock) {
        this.producer = producer;
        this.faults = faults;
        this.settings = settings;
        this.clock = clock;
        this.lookedForRoom = clock.getAsLong();
        worker.setDaemon(true);
    }

    /** Sets where records go that are given up; until then none are. */
    public void overflowTo(Overflow other) {
        overflow = Optional.of(other);
    }

    /** Begins to write. */
    public void start() {
        worker.start();
    }

    /**
     * Hands records over. Never blocks.
     *
     * @param guard asked before each is sent
     */
    public void write(List<ProducerRecord<byte[], byte[]>> records, WriteGuard guard, Listener listener) {
        Batch batch = new Batch(records.size(), listener);
        List<Outgoing> all = records.stream()
                .map(record -> new Outgoing(record, guard, batch, clock.getAsLong()))
                .toList();
        long bytes = all.stream().mapToLong(Outgoing::bytes).sum();
        arriving.addAndGet(bytes);
        inbox.add(() -> {
            arriving.addAndGet(-bytes);
            if (all.isEmpty()) {
                listener.stored();
            }
            all.forEach(this::take);
            park(batch);
        });
    }

    /**
     * Blocks while more than that waits to be written, not counting parked records: backpressure for callers. Gives up
     * after a time, so that a fault that is not detected yet does not block callers.
     */
    public void awaitRoom(long bytes, Duration atMost) {
        Deadline end = new Deadline(clock, atMost);
        while (arriving.get() + queued > bytes && !end.isOver() && !stopping) {
            LockSupport.parkNanos(LOOK_AGAIN / 10);
        }
    }

    private void take(Outgoing next) {
        int partition = next.record().partition() == null ? -1 : next.record().partition();
        Lane lane = lanes.computeIfAbsent(
                next.record().topic() + " " + partition,
                name -> new Lane(next.record().topic(), partition));
        lane.add(next);
        next.batch().entered(lane, next.load());
    }

    /** If it waits for a partition at fault, its caller is told so. */
    private void park(Batch batch) {
        if (batch.isParked() || batch.isOver()) {
            return;
        }
        List<Lane> atFault = batch.lanes().stream().filter(this::isAtFault).toList();
        if (atFault.isEmpty()) {
            return;
        }
        if (atFault.stream().noneMatch(this::isFull)) {
            batch.park();
        } else {
            batch.awaitRoom();
            crowded.add(batch);
        }
    }

    /** What had no room when it came is parked as soon as it has. */
    private void parkCrowded() {
        long now = clock.getAsLong();
        if (!crowded.isEmpty() && now - lookedForRoom > ROOM_AGAIN) {
            lookedForRoom = now;
            crowded.forEach(this::park);
            crowded.removeIf(batch -> batch.isParked() || batch.isOver());
        }
    }

    private void work() {
        while (!stopping) {
            try {
                Runnable next = inbox.poll(pause(), TimeUnit.NANOSECONDS);
                while (next != null) {
                    run(next);
                    next = inbox.poll();
                }
                send();
                spill();
                parkCrowded();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) {
                // Not even an Error, such as a thread that can't be created, may end all writing.
                FAULTS.error("writing continues after a fault of the relay's own", e);
            }
        }
    }

    private static void run(Runnable next) {
        try {
            next.run();
        } catch (Throwable e) {
            FAULTS.error("writing continues after a fault of the relay's own", e);
        }
    }

    private long pause() {
        return lanes.values().stream().anyMatch(lane -> lane.fault().isPresent() || lane.isHeldBack())
                ? LOOK_AGAIN
                : IDLE;
    }

    private void send() {
        long now = clock.getAsLong();
        lanes.values().forEach(lane -> send(lane, lane.next(now)));
        lanes.values().removeIf(this::isOver);
        queued = lanes.values().stream()
                .filter(lane -> !isAtFault(lane))
                .mapToLong(Lane::bytes)
                .sum();
    }

    /**
     * Whether nothing waits in it. If its records were given up, or belong to another relay now, its fault is dropped:
     * whether it is over will not be known.
     */
    private boolean isOver(Lane lane) {
        if (lane.isIdle() && lane.fault().isPresent()) {
            faults.forget(lane.topic(), lane.partition(), TopicFault.Kind.WRITE);
        }
        return lane.isIdle();
    }

    /**
     * A record that fails at once, on this thread, was never sent. The records behind it are not tried then, so that
     * they stay behind it.
     */
    private void send(Lane lane, List<Outgoing> chunk) {
        Optional<Exception> refused = Optional.empty();
        for (Outgoing one : chunk) {
            if (refused.isEmpty()) {
                refused = send(lane, one);
            } else {
                Optional<Exception> same = refused;
                inbox.add(() -> done(lane, one, same, false));
            }
        }
    }

    /** Returns the reason if the producer refuses it at once. */
    private Optional<Exception> send(Lane lane, Outgoing one) {
        Optional<Exception> unfit =
                faults.cause(lane.topic(), TopicFault.Kind.UNFIT).map(MustNotBeWrittenException::new);
        if (unfit.isPresent()) {
            inbox.add(() -> done(lane, one, unfit, false));
            return unfit;
        }
        AtomicReference<Exception> refused = new AtomicReference<>();
        try {
            producer.send(one.record(), (ack, failure) -> {
                boolean left = Thread.currentThread() != worker;
                if (!left && failure != null) {
                    refused.set(failure);
                }
                inbox.add(() -> done(lane, one, Optional.ofNullable(failure), left));
            });
        } catch (RuntimeException e) {
            refused.set(e);
            inbox.add(() -> done(lane, one, Optional.of(e), false));
        } catch (Error e) {
            // Unless it is reported as failed, nothing more of its partition is written. It may have been sent.
            refused.set(new KafkaException(e));
            inbox.add(() -> done(lane, one, Optional.of(new KafkaException(e)), true));
        }
        return Optional.ofNullable(refused.get());
    }

    private void done(Lane lane, Outgoing one, Optional<Exception> failure, boolean left) {
        if (failure.isEmpty()) {
            lane.stored();
            one.batch().left(lane, one.load());
            if (lane.fault().isEmpty()) {
                faults.clear(lane.topic(), lane.partition(), TopicFault.Kind.WRITE);
            }
            one.batch().stored();
            return;
        }
        Outgoing again = left && mayBeGivenUp(lane) ? one.again(settings.mark()) : one;
        lane.failed(again, failure.get(), clock.getAsLong());
        if (isAtFault(lane)) {
            if (!(failure.get() instanceof MustNotBeWrittenException)) {
                faults.report(
                        lane.topic(), lane.partition(), TopicFault.Kind.WRITE, WriteFault.describe(failure.get()));
            }
            lane.all().forEach(waits -> park(waits.batch()));
        }
    }

    private static String described(Throwable failure) {
        return failure instanceof MustNotBeWrittenException
                ? String.valueOf(failure.getMessage())
                : WriteFault.describe(failure);
    }

    /** The topic is unfit, or not yet known to be fit; the message says what is wrong. */
    static final class MustNotBeWrittenException extends KafkaException {
        MustNotBeWrittenException(String cause) {
            super(cause);
        }
    }

    /** A failure that may be transient does not count yet. */
    private boolean isAtFault(Lane lane) {
        return lane.fault()
                .filter(fault ->
                        !(fault.cause() instanceof RetriableException) || clock.getAsLong() - fault.since() > GRACE)
                .isPresent();
    }

    private boolean mayBeGivenUp(Lane lane) {
        return lane.topic().startsWith(settings.topicPrefix());
    }

    /** Whether no more may be parked in a lane that is at fault. */
    private boolean isFull(Lane lane) {
        if (!mayBeGivenUp(lane)) {
            return lane.parked().reaches(settings.others());
        }
        Load twice = settings.parked().plus(settings.parked());
        return lanes.values().stream()
                .filter(this::mayBeGivenUp)
                .map(Lane::parked)
                .reduce(unkept, Load::plus)
                .reaches(twice);
    }

    private void spill() {
        if (overflow.isEmpty()) {
            return;
        }
        List<Lane> parked = lanes.values().stream()
                .filter(this::mayBeGivenUp)
                .filter(this::isAtFault)
                // What a relay that stood still has may be another's by now.
                .filter(Lane::isAllowed)
                .toList();
        long now = clock.getAsLong();
        parked.forEach(lane -> {
            while (overflowHasRoom() && (isTooOld(lane, now) || lane.isOverdue(now))) {
                giveUp(lane);
            }
        });
        while (overflowHasRoom()
                && parked.stream().map(Lane::load).reduce(Load.NONE, Load::plus).exceeds(settings.parked())) {
            giveUp(parked.stream().max(Comparator.comparingLong(Lane::bytes)).orElseThrow());
        }
    }

    private boolean isTooOld(Lane lane, long now) {
        return lane.oldest()
                .filter(since -> now - since > settings.age().toNanos())
                .isPresent();
    }

    private boolean overflowHasRoom() {
        return !unkept.reaches(settings.parked());
    }

    private void giveUp(Lane lane) {
        lane.giveUpOldest().ifPresent(oldest -> {
            oldest.batch().left(lane, oldest.load());
            if (oldest.guard().isStillDue()) {
                String cause = "topic " + lane.topic() + ": "
                        + described(lane.fault().orElseThrow().cause());
                overflow.orElseThrow().keep(oldest.record(), cause, () -> inbox.add(() -> kept(oldest)));
                unkept = unkept.plus(oldest.load());
            } else {
                oldest.batch().drop();
            }
        });
    }

    private void kept(Outgoing record) {
        unkept = unkept.minus(record.load());
        record.batch().stored();
    }

    @Override
    public void close() {
        stopping = true;
        worker.interrupt();
        producer.close(STOP_PATIENCE);
    }
}
