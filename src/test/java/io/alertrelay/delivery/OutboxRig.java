package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An outbox of one channel that pushes to a script, records in memory, and is told when a thread has done so. */
abstract class OutboxRig {
    static final Clock CLOCK = Clock.systemUTC();
    static final Answer TAKEN = answer(200, "{\"request_id\":\"r\",\"data\":{}}");
    static final Answer DOWN = answer(503, "");
    static final Answer REFUSED = answer(400, "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"title\"}}");
    static final Answer WRONG_KEY = answer(401, "");

    final List<String> pushed = new CopyOnWriteArrayList<>();
    final List<Settlement> recorded = new CopyOnWriteArrayList<>();
    final List<Integer> settled = new CopyOnWriteArrayList<>();
    final List<Integer> settledBefore = new CopyOnWriteArrayList<>();
    final List<String> states = new CopyOnWriteArrayList<>();
    final Queue<Answer> script = new ArrayDeque<>();
    final AtomicInteger logFailures = new AtomicInteger();
    final AtomicInteger logFaults = new AtomicInteger();
    final SteppedClock wall = new SteppedClock();
    Function<Delivery, Answer> push = delivery -> {
        pushed.add(new String(delivery.event(), StandardCharsets.UTF_8));
        return Optional.ofNullable(script.poll()).orElse(TAKEN);
    };
    final AtomicBoolean allowed = new AtomicBoolean(true);
    /** Done once by the dispatcher, with the outbox locked. */
    final Queue<Runnable> whileLocked = new ConcurrentLinkedQueue<>();

    private final Recorder recorder = new Recorder(this::record, Stage.unwatched(Job.RECORDER));
    final ExecutorService pool = Executors.newCachedThreadPool();
    Executor senders = pool;
    Collapse collapse = Collapse.REMINDERS;
    OutboxListener listener = new OutboxListener() {};
    final AtomicLong nanos = new AtomicLong();
    final Watchdog watchdog = new Watchdog(nanos::get);
    final Stage dispatching = watchdog.stage(Job.DISPATCHER, "payments");
    Unrecorded former = Unrecorded.none();
    Outbox outbox = newOutbox();

    @BeforeEach
    void start() {
        recorder.start();
    }

    @AfterEach
    void close() {
        outbox.close();
        recorder.close();
        pool.shutdownNow();
    }

    void offer(int offset) {
        outbox.offer(Deliveries.delivery(offset, CLOCK.instant()));
    }

    Outbox newOutbox() {
        return newOutbox(1, pace(), pace());
    }

    static Pace pace() {
        return new Pace(100_000, Duration.ofSeconds(1));
    }

    Outbox newOutbox(int maxInFlight, Pace own, Pace account) {
        Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        RetryPolicy policy = new RetryPolicy(quick, quick, quick, quick, Duration.ofHours(1), OptionalInt.empty());
        return new Outbox(
                "payments",
                new OutboxSettings(policy, collapse, own, maxInFlight),
                new Push() {
                    @Override
                    public void push(Delivery delivery, Consumer<Answer> then) {
                        then.accept(push.apply(delivery));
                    }

                    @Override
                    public boolean isAllowed() {
                        if (Thread.currentThread().getName().startsWith("outbox-")) {
                            Optional.ofNullable(whileLocked.poll()).ifPresent(Runnable::run);
                        }
                        return allowed.get();
                    }
                },
                recorder,
                new OutboxListener() {
                    @Override
                    public void settled(Settlement settlement, long receipts) {
                        settled.add((int) settlement.delivery().offset());
                        listener.settled(settlement, receipts);
                    }

                    @Override
                    public void settledBefore(Delivery delivery, long receipts) {
                        settledBefore.add((int) delivery.offset());
                    }

                    @Override
                    public void attempted(Delivery delivery, Attempt attempt) {
                        listener.attempted(delivery, attempt);
                    }

                    @Override
                    public void changed(String channel, ChannelState before, ChannelState now) {
                        states.add(now.word());
                        listener.changed(channel, before, now);
                    }
                },
                wall,
                CLOCK,
                task -> senders.execute(task),
                account,
                dispatching,
                () -> false,
                former);
    }

    private long record(List<Settlement> settlements) throws SettlementLog.SettlementLogException {
        if (logFaults.getAndDecrement() > 0) {
            throw new IllegalStateException("a bug");
        }
        if (logFailures.getAndDecrement() > 0) {
            throw new SettlementLog.SettlementLogException(new IllegalStateException("Kafka is away"));
        }
        recorded.addAll(settlements);
        return recorded.size();
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer answer(int status, String body) {
        return new AnswerReader(CLOCK).read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
