package io.alertrelay.delivery;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.Settlement.Redundancy;
import io.alertrelay.delivery.Settlement.Superseded;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.record.Delivery;
import io.alertrelay.watchdog.LastResortLog;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due to one channel: of each alert one event at a time, in order; of different alerts several at a
 * time, the most severe first. The {@link Schedule} decides what is next and what an answer means; this class has the
 * threads. The life of a delivery:
 *
 * <pre>
 *            ┌───── superseded: another one says it ─────────────────────────────────────────┐
 *            │                                                                               ▼
 * offered ─▶ waits ─▶ its turn ─▶ rate ─▶ push ─▶ answer ─┬─▶ taken ─────────▶ delivered ─▶ recorded ─▶ settled
 *            ▲                                            ├─▶ refused ───────▶ dead letter ──▲
 *            │                                            ├─▶ given up alone ▶ dead letter ──┘
 *            ├── rests, alone ◀─ fails, others get through┤
 *            ├── channel slowed ◀─ too fast ──────────────┤
 *            └── channel held, probed ◀─ its own fault, or nothing gets through
 * </pre>
 *
 * <p>While the channel is paused nothing gets its turn; everything else continues.
 *
 * <p>The next event of an alert is sent when the one before is recorded, not when it is answered ({@link Recordings}).
 *
 * <p>One thread, the dispatcher, hands out what is due; senders, the recorder and the poll thread come from outside.
 * One lock guards all that they share: the schedule, what is being recorded, the pause, and what is said of these in
 * the status. It is held neither while a request is made nor while a listener is notified: what is to be announced is
 * queued under the lock and sent after it; that something is settled the recorder's thread says itself. The recorder
 * and the schedule never block, and may be called with it.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final LastResortLog FAULTS = new LastResortLog(LOG);
    private static final Duration AFTER_A_BUG = Duration.ofMillis(500);
    /** Above the longest timeout that a channel may have, 60 s, and below Kafka's max.poll.interval.ms, 5 minutes. */
    private static final Duration WITHDRAW_PATIENCE = Duration.ofSeconds(90);
    /** Receipts take milliseconds; when their topic is at fault nothing else of the channel waits for them. */
    private static final Duration RECORD_PATIENCE = Duration.ofSeconds(10);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    /** The dispatcher wakes up this often even if it has nothing to do, as a sign of life. */
    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    /** How long it waits while it may not send. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final String channel;
    private final Push push;
    private final OutboxListener listener;
    private final Clock wall;
    private final Clock steady;
    private final Executor senders;
    private final Stage dispatching;
    private final SupervisedThread dispatcher;
    private final Announcements announcements = new Announcements();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Schedule schedule;
    private final Recordings recordings;
    private final Lately lately = new Lately();

    /** Those who wait for the end of what is in flight. */
    private int awaiting;

    private boolean stopping;
    private boolean aborted;
    private Optional<Pausing> pausing = Optional.empty();
    /** For the dispatcher alone: while nothing can be handed over, waiting is not progress. */
    private boolean handsOver = true;

    /**
     * An outbox that does nothing until {@link #start}.
     *
     * @param wall for ages and records
     * @param steady for waits; never set back or forward
     * @param senders runs the blocking requests, as many at a time as the settings allow; if it can't, the attempt has
     *     failed and is repeated
     * @param account the pace of all channels together
     * @param dispatching where the dispatcher reports progress
     * @param crowded whether what waits here has half of the room for it, or more
     * @param former what the channel's outbox before this one {@linkplain #unrecorded had not recorded}
     */
    public Outbox(
            String channel,
            OutboxSettings settings,
            Push push,
            Recorder recorder,
            OutboxListener listener,
            Clock wall,
            Clock steady,
            Executor senders,
            Pace account,
            Stage dispatching,
            BooleanSupplier crowded,
            Unrecorded former) {
        this.channel = channel;
        this.push = push;
        this.schedule = new Schedule(
                settings.policy(),
                settings.collapse(),
                new Throttle(settings.pace(), account, settings.maxInFlight()),
                wall,
                crowded);
        this.recordings = new Recordings(lock, recorder, listener, former);
        this.listener = listener;
        this.wall = wall;
        this.steady = steady;
        this.senders = senders;
        this.dispatching = dispatching;
        this.dispatcher = new SupervisedThread("outbox-" + channel, dispatching, this::dispatch);
    }

    /** Begins to deliver. */
    public void start() {
        dispatcher.start();
    }

    /**
     * Accepts a delivery. Never blocks; the caller limits how many wait. While it stops, it leaves what comes to
     * whoever delivers next: nobody waits any more for the receipts of a partition that was lost meanwhile, so it may
     * come again.
     */
    public void offer(Delivery delivery) {
        offer(delivery, false);
    }

    /**
     * Accepts a delivery that whoever delivered to the channel before, or this outbox before it was {@linkplain
     * #withdraw withdrawn}, may have sent: Flashduty may have it, though no receipt says so.
     */
    public void offerAgain(Delivery delivery) {
        offer(delivery, true);
    }

    private void offer(Delivery delivery, boolean maybeSent) {
        accept(delivery, () -> {
            schedule.offer(delivery, maybeSent, steady.instant()).forEach(this::record);
            changed.signalAll();
        });
    }

    private void accept(Delivery delivery, Runnable way) {
        Optional<CompletableFuture<Long>> recordedByFormer = Optional.empty();
        lock.lock();
        try {
            if (!stopping && !recordings.contains(delivery)) {
                recordedByFormer = recordings.byFormer(delivery);
                if (recordedByFormer.isPresent()) {
                    schedule.waiting().hold(delivery.alertKey());
                    recordings.begin(delivery);
                } else {
                    way.run();
                }
            }
        } finally {
            lock.unlock();
        }
        // Possibly at once, and listeners are notified without the lock.
        recordedByFormer.ifPresent(
                recorded -> recordings.follow(delivery, recorded, () -> signalling(() -> release(delivery))));
    }

    private void release(Delivery delivery) {
        schedule.waiting().released(delivery.alertKey()).forEach(this::record);
    }

    private void record(Superseded superseded) {
        record(superseded, () -> schedule.recorded(superseded).forEach(this::record));
    }

    /**
     * Accepts a replayed delivery that must not be sent: it is settled as superseded, unless it stops.
     *
     * @param by the id of the newer state of its alert
     */
    public void overtaken(Delivery delivery, String by) {
        accept(
                delivery,
                () -> record(
                        new Superseded(delivery, AttemptCounts.NONE, wall.instant(), by, Redundancy.NEWER), () -> {}));
    }

    /**
     * Sends nothing more until the pause is over; what is in flight ends. It replaces the one before: if it is over
     * already, so is that.
     */
    public void pause(Pause pause) {
        pause(Pausing.of(pause, wall.instant(), steady.instant()));
    }

    /** The same with a pause whose end by the steady clock is known. */
    public void pause(Pausing wanted) {
        Pause pause = wanted.pause();
        lock.lock();
        try {
            if (wanted.isOver(steady.instant())) {
                pause.until().ifPresent(end -> resume(end, "its time is over"));
            } else {
                pausing = Optional.of(wanted);
                announcements.add(() -> listener.paused(channel, pause));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the pause, if there is one.
     *
     * @param at when that was ordered, by the wall clock
     * @param how it ended, for listeners
     */
    public void resume(Instant at, String how) {
        lock.lock();
        try {
            schedule.resumed(at);
            pausing.map(Pausing::pause)
                    .ifPresent(pause -> announcements.add(() -> listener.resumed(channel, pause, how)));
            pausing = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Probes a held channel as soon as possible. No effect on a channel that is not held, or is paused. */
    public void probe() {
        lock.lock();
        try {
            if (pausing.isEmpty() && schedule.probeNow(steady.instant())) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what waits from that partition and returns when nothing of it is in flight any more, so that the relay that
     * delivers it next can't be overtaken. Stops waiting for requests after 90 s, longer than any may take, and then
     * for records after 10 more: what is answered and has no receipt then may be sent again, unchanged, by whoever has
     * the partition next, unless that is this outbox.
     */
    public void withdraw(int partition) {
        withdraw(partition, WITHDRAW_PATIENCE, RECORD_PATIENCE);
    }

    /**
     * Does what {@link #withdraw} does when the partition may already be another relay's: of what that may send itself
     * by now, nothing more is recorded that is not being recorded.
     */
    public void lose(int partition) {
        lock.lock();
        try {
            schedule.waiting().forgetLast(partition);
        } finally {
            lock.unlock();
        }
        withdraw(partition);
    }

    /** The same with that patience for requests, and for the records when no request is left. */
    void withdraw(int partition, Duration forRequests, Duration forRecords) {
        lock.lock();
        awaiting++;
        try {
            schedule.forget(partition, steady.instant());
            long requests = forRequests.toNanos();
            long records = forRecords.toNanos();
            boolean requested = isRequested(partition);
            // A stop waits for no records, but a request that is under way may still arrive after what the next relay
            // sends.
            while (requested ? requests > 0 : !stopping && recordings.size() > 0 && records > 0) {
                if (requested) {
                    requests = changed.awaitNanos(requests);
                } else {
                    records = changed.awaitNanos(records);
                }
                if (Thread.interrupted()) {
                    // What waits by now may be another preparation's.
                    throw new InterruptedException();
                }
                // What failed meanwhile waits again, and is no longer this relay's to send.
                schedule.forget(partition, steady.instant());
                requested = isRequested(partition);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // What is not recorded by now is for whoever has the partition next, and so is the other half of its pair.
            schedule.waiting().forgetLast(partition);
            awaiting--;
            lock.unlock();
        }
    }

    private boolean isRequested(int partition) {
        return !aborted
                && schedule.waiting()
                        .all()
                        .anyMatch(queued -> queued.delivery().partition() == partition && !queued.ended());
    }

    /** Its current status. */
    public OutboxStatus status() {
        lock.lock();
        try {
            return OutboxStatus.of(
                    channel,
                    paused(schedule.state()).moved(wallAhead()),
                    schedule,
                    recordings.size(),
                    lately,
                    steady.instant());
        } finally {
            lock.unlock();
        }
    }

    /**
     * When the webhook of the oldest of each severity was received, without replayed ones; absent if none of it waits.
     *
     * @param which are looked at
     */
    public Map<Severity, Instant> oldest(Predicate<Delivery> which) {
        lock.lock();
        try {
            return schedule.waiting().oldest(which);
        } finally {
            lock.unlock();
        }
    }

    /** What each delivery waits for, by id; those that do not wait here are absent. */
    public Map<String, WaitingState> whereabouts(Set<String> ids) {
        lock.lock();
        try {
            Map<String, WaitingState> found = WaitingState.of(schedule.waiting(), paused(schedule.state()), ids);
            found.replaceAll((id, where) -> where.moved(wallAhead()));
            recordings.ids().stream()
                    .filter(ids::contains)
                    .forEach(id -> found.putIfAbsent(id, new WaitingState.InFlight(0, true)));
            return found;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends nothing more and returns when what was in flight is settled. Stops waiting after 5 s: what is not settled
     * by then is sent again, unchanged, after the restart.
     */
    @Override
    public void close() {
        finish(STOP_PATIENCE);
    }

    /** The same with another timeout. */
    public void finish(Duration atMost) {
        lock.lock();
        awaiting++;
        try {
            stopping = true;
            changed.signalAll();
            long patience = atMost.toNanos();
            while ((schedule.inFlight() > 0 || recordings.size() > 0) && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            awaiting--;
            lock.unlock();
        }
    }

    /**
     * What has ended here and is not recorded yet: whoever delivers to the channel next sends none of it, and nothing
     * of its alerts, before it is. Complete when this has {@linkplain #finish finished}.
     */
    public Unrecorded unrecorded() {
        lock.lock();
        try {
            return recordings.unrecorded();
        } finally {
            lock.unlock();
        }
    }

    /** How Flashduty slows the channel now: whoever sends to the same target next must keep to that. */
    public Slowdown slowdown() {
        lock.lock();
        try {
            return schedule.slowdown(steady.instant());
        } finally {
            lock.unlock();
        }
    }

    /** The outbox that sent to the same target before had that {@link #slowdown}. To be called before the start. */
    public void slowdown(Slowdown before) {
        lock.lock();
        try {
            schedule.slowdown(before, steady.instant());
        } finally {
            lock.unlock();
        }
    }

    /** No request that is under way can reach Flashduty any more, whenever it ends: nobody need wait for it. */
    public void aborted() {
        lock.lock();
        try {
            aborted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The given state, wrapped as paused if the channel is paused. */
    private ChannelState paused(ChannelState.Unpaused state) {
        return pausing.<ChannelState>map(pause -> new ChannelState.Paused(pause.shown(wallAhead()), state))
                .orElse(state);
    }

    private void dispatch() {
        while (!stopping()) {
            try {
                NextStep turn = turn();
                announcements.sendAll();
                if (turn instanceof NextStep.Send send) {
                    hand(send.queued());
                } else if (handsOver) {
                    dispatching.progress();
                }
            } catch (Throwable e) {
                // Neither a bug nor a lack of memory or threads may end a channel: it continues when there is some
                // again.
                FAULTS.error("the dispatcher of " + channel + " failed inside the relay, and continues", e);
                LockSupport.parkNanos(AFTER_A_BUG.toNanos());
            }
        }
    }

    private boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** The next step; waits for a while if there is none. */
    private NextStep turn() throws InterruptedException {
        lock.lock();
        try {
            Instant now = steady.instant();
            ChannelState before = schedule.state();
            if (pausing.filter(pause -> pause.isOver(now)).isPresent()) {
                resume(wall.instant(), "its time is over");
            }
            NextStep turn = next(now);
            boolean announced = announceChange(before);
            if (turn instanceof NextStep.Send) {
                lately.sent(now);
            } else if (!announced && !stopping) {
                Duration pause = turn instanceof NextStep.Rest rest ? Duration.between(now, rest.until()) : LOOK_UP;
                changed.await(Math.min(pause.toNanos(), LOOK_UP.toNanos()), TimeUnit.NANOSECONDS);
                // What could not be handed over may belong to another relay by now.
                handsOver |= schedule.waiting().size() == 0;
            }
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private NextStep next(Instant now) {
        if (stopping) {
            return new NextStep.Idle();
        }
        if (pausing.isPresent()) {
            return new NextStep.Rest(pausing.get().endsAt().orElse(now.plus(LOOK_UP)));
        }
        return push.isAllowed() ? schedule.next(now) : new NextStep.Rest(now.plus(LOOK_AGAIN));
    }

    private void hand(QueuedDelivery queued) {
        try {
            senders.execute(() -> attempt(queued));
            handsOver = true;
            dispatching.progress();
        } catch (Throwable e) {
            // There is no thread for it, or it is rejected because the relay stops.
            handsOver = false;
            failedByBug(queued, e);
            // The next one would hardly fare better.
            LockSupport.parkNanos(AFTER_A_BUG.toNanos());
        }
    }

    private void attempt(QueuedDelivery queued) {
        try {
            if (push.isAllowed()) {
                push.push(queued.delivery(), answer -> onAnswer(queued, answer));
            } else {
                notSent(queued, LOOK_AGAIN);
            }
        } catch (Throwable e) {
            failedByBug(queued, e);
        }
    }

    private void onAnswer(QueuedDelivery queued, Answer answer) {
        try {
            answered(queued, answer);
        } catch (Throwable e) {
            failedByBug(queued, e);
        }
    }

    /** A bug must neither end the channel silently nor keep a place among those in flight. */
    private void failedByBug(QueuedDelivery queued, Throwable fault) {
        notSent(queued, AFTER_A_BUG);
        if (!stopping()) {
            FAULTS.error("delivery " + queued.delivery().id() + " failed inside the relay, and is tried again", fault);
        }
    }

    private void notSent(QueuedDelivery queued, Duration pause) {
        lock.lock();
        try {
            schedule.failed(queued, steady.instant().plus(pause));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void answered(QueuedDelivery queued, Answer answer) {
        lock.lock();
        try {
            ChannelState before = schedule.state();
            Optional<Settlement> end = schedule.answered(queued, answer, steady.instant());
            if (answer instanceof Answer.Delivered) {
                lately.delivered(wall.instant());
            } else {
                Attempt attempt = queued.attempts().latest();
                lately.failed(attempt);
                announcements.add(() -> listener.attempted(queued.delivery(), attempt));
            }
            announceChange(before);
            end.ifPresent(settlement -> record(settlement, () -> schedule.settled(queued)));
            signal(before);
        } finally {
            lock.unlock();
        }
        announcements.sendAll();
    }

    private void record(Settlement settlement, Runnable then) {
        recordings.record(settlement, () -> signalling(then));
    }

    private void signalling(Runnable change) {
        ChannelState before = schedule.state();
        change.run();
        signal(before);
    }

    /**
     * Something is answered or recorded: wakes the dispatcher, unless there is nothing that it could send or announce.
     * An alert by itself would wake it three times, once to send.
     */
    private void signal(ChannelState before) {
        if (awaiting > 0
                || stopping
                || schedule.waiting().anyToSend()
                || !schedule.state().equals(before)) {
            changed.signalAll();
        }
    }

    /** Announces the channel's state if it changed, unless it stops; returns whether it did. */
    private boolean announceChange(ChannelState before) {
        ChannelState now = schedule.state();
        // A request cut off by the stop says nothing about the channel.
        boolean due = now.isChangeFrom(before) && !stopping;
        if (due) {
            Duration ahead = wallAhead();
            announcements.add(() -> listener.changed(channel, before.moved(ahead), now.moved(ahead)));
        }
        return due;
    }

    /** Converts a time of the steady clock to the wall clock. */
    private Duration wallAhead() {
        return Duration.between(steady.instant(), wall.instant());
    }
}
