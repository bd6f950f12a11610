package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due to one channel, in the order in which it was routed, each until it is settled. One thread a
 * channel: a dead channel waits alone.
 *
 * <pre>
 *             ┌──────────── retry after a pause ◀─ not available, too fast
 *             ▼                                        ▲
 * offered ─▶ head ─▶ pace ─▶ push ─▶ answer ───────────┼─▶ taken ───▶ delivered ───┐
 *             ▲                                        ├─▶ refused ─▶ dead letter ─┼─▶ recorded ─▶ settled
 *             │                                        ├─▶ too old ─▶ dead letter ─┘
 *             └── probe after a pause ◀─ held ◀────────┴─▶ account, key or URL at fault
 * </pre>
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration RECORD_AGAIN = Duration.ofMillis(500);
    private static final Duration WITHDRAW_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final String channel;
    private final Push push;
    private final SettlementLog log;
    private final Judge judge;
    private final List<Pace> paces;
    private final OutboxListener listener;
    private final Clock clock;
    private final Thread worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private Attempts attempts = new Attempts();
    private Instant notBefore = Instant.MIN;
    private Optional<Instant> slot = Optional.empty();
    private boolean inFlight;
    private boolean stopping;
    private ChannelState state = new ChannelState.Running();
    private Optional<Instant> lastDeliveredAt = Optional.empty();
    private Optional<Attempt> lastFault = Optional.empty();

    /**
     * An outbox that does nothing until {@link #start}.
     *
     * @param paces all of them are kept: the channel's, the account's
     */
    public Outbox(
            String channel,
            Push push,
            SettlementLog log,
            RetryPolicy policy,
            OutboxListener listener,
            Clock clock,
            Pace... paces) {
        this.channel = channel;
        this.push = push;
        this.log = log;
        this.judge = new Judge(policy);
        this.paces = List.copyOf(Arrays.asList(paces));
        this.listener = listener;
        this.clock = clock;
        this.worker = new Thread(this::run, "outbox-" + channel);
    }

    /** Begins to deliver. */
    public void start() {
        worker.start();
    }

    /** Takes a delivery. Never blocks; who offers sees to it that not too many wait. */
    public void offer(Delivery delivery) {
        lock.lock();
        try {
            waiting.add(delivery);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forgets what waits from that partition, and returns when nothing of it is in flight any more, so that whoever
     * delivers it next can't be overtaken. Gives up the wait after 30 s, far above a request's timeout.
     */
    public void withdraw(int partition) {
        lock.lock();
        try {
            Optional<Delivery> current =
                    Optional.ofNullable(waiting.peekFirst()).filter(head -> inFlight);
            waiting.removeIf(d ->
                    d.partition() == partition && current.filter(c -> c == d).isEmpty());
            long patience = WITHDRAW_PATIENCE.toNanos();
            while (inFlight && headIsOf(partition) && patience > 0 && !stopping) {
                patience = changed.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (headIsOf(partition)) {
                attempts = new Attempts();
            }
            waiting.removeIf(d -> d.partition() == partition);
            forgetFaults();
            lock.unlock();
        }
    }

    /** With nothing left to deliver, the channel is another relay's, and so is its fault. */
    private void forgetFaults() {
        if (waiting.isEmpty() && !stopping) {
            notBefore = Instant.MIN;
            state = new ChannelState.Running();
        }
    }

    private boolean headIsOf(int partition) {
        return !waiting.isEmpty() && waiting.getFirst().partition() == partition;
    }

    /** What is going on in it now. */
    public OutboxStatus status() {
        lock.lock();
        try {
            Optional<Instant> oldest = Optional.ofNullable(waiting.peekFirst()).map(Delivery::receivedAt);
            return new OutboxStatus(channel, state, waiting.size(), oldest, lastDeliveredAt, lastFault);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends nothing more, and returns when what was in flight is settled. Gives up the wait after 5 s: what is not
     * settled by then is sent again, unchanged, when the relay is back.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            worker.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (Optional<Delivery> head = awaitTurn(); head.isPresent(); head = awaitTurn()) {
            try {
                Answer answer = attempt(head.get());
                Next next = judged(head.get(), answer);
                boolean settled = next instanceof Next.Settle settle && recorded(settle.settlement());
                ended(head.get(), next, settled);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                // A fault of ours must not end the thread, and with it the channel, in silence.
                LOG.error(
                        "delivery {} failed inside the relay, and is tried again",
                        head.get().id(),
                        e);
                faulted();
            }
        }
    }

    private void faulted() {
        lock.lock();
        try {
            notBefore = clock.instant().plus(RECORD_AGAIN);
            inFlight = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the head may be sent; empty when the outbox stops. */
    private Optional<Delivery> awaitTurn() {
        lock.lock();
        try {
            while (!stopping) {
                Duration pause = pause();
                if (pause.isZero()) {
                    inFlight = true;
                    slot = Optional.empty();
                    if (state instanceof ChannelState.Held held) {
                        become(new ChannelState.Probing(held));
                    }
                    return Optional.of(waiting.getFirst());
                }
                changed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return Optional.empty();
    }

    /** How long nothing may be sent. A place in the rate is taken only when nothing else is in the way. */
    private Duration pause() {
        if (waiting.isEmpty()) {
            return Duration.ofDays(1);
        }
        Instant now = clock.instant();
        if (notBefore.isAfter(now)) {
            return Duration.between(now, notBefore);
        }
        if (slot.isEmpty()) {
            slot = paces.stream().map(Pace::take).max(Comparator.naturalOrder());
        }
        return slot.filter(now::isBefore).map(s -> Duration.between(now, s)).orElse(Duration.ZERO);
    }

    private Answer attempt(Delivery head) {
        try {
            return push.push(head);
        } catch (RuntimeException e) {
            // A fault of ours must not end the thread, and with it the channel, in silence.
            LOG.error("delivery {} failed inside the relay", head.id(), e);
            return Answer.none("the relay failed to send: " + e.getClass().getSimpleName());
        }
    }

    private Next judged(Delivery head, Answer answer) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Attempt attempt = new Attempt(now, AnswerText.of(answer));
            attempts.add(attempt);
            if (answer instanceof Answer.Delivered) {
                lastDeliveredAt = Optional.of(now);
            } else {
                lastFault = Optional.of(attempt);
                listener.attempted(head, attempt);
            }
            return judge.judge(head, attempts, answer, state, now);
        } finally {
            lock.unlock();
        }
    }

    /** Tries until the settlement is durable; false when the outbox stops before it is, so that it is sent again. */
    private boolean recorded(Settlement settlement) {
        while (true) {
            try {
                log.record(settlement);
                return true;
            } catch (SettlementLog.SettlementLogException e) {
                LOG.warn("{}: {}", settlement.delivery().id(), e.getMessage());
            }
            if (stoppedWithin(RECORD_AGAIN)) {
                return false;
            }
        }
    }

    private boolean stoppedWithin(Duration pause) {
        lock.lock();
        try {
            if (!stopping) {
                changed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
            return stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void ended(Delivery attempted, Next next, boolean settled) {
        lock.lock();
        try {
            become(next.state());
            notBefore = next.state() instanceof ChannelState.Retrying retrying ? retrying.next() : Instant.MIN;
            if (next instanceof Next.Wait wait) {
                notBefore = wait.until();
            }
            boolean withdrawn = waiting.peekFirst() != attempted;
            if (settled && !withdrawn) {
                waiting.removeFirst();
            }
            if (settled || withdrawn) {
                attempts = new Attempts();
            }
            if (settled && next instanceof Next.Settle settle) {
                listener.settled(settle.settlement());
            }
            inFlight = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void become(ChannelState now) {
        ChannelState before = state;
        state = now;
        // A probe is part of being held, and a request that the stop cuts off says nothing of the channel.
        boolean probe = now instanceof ChannelState.Probing || before instanceof ChannelState.Probing;
        boolean news = probe && !(now instanceof ChannelState.Running)
                ? !before.fault().equals(now.fault())
                : !before.word().equals(now.word()) || !before.fault().equals(now.fault());
        if (news && !stopping) {
            listener.changed(channel, before, now);
        }
    }
}
