package io.alertrelay.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Passes webhooks on in groups while many are received, and each at once while few are. A group shares a request to
 * Kafka and a flush, and is routed and delivered together. How long after the latest group the next one is passed on
 * depends on the size of the latest:
 *
 * <ul>
 *   <li>After a single webhook 5 ms, after more 10 ms. So below some 200 webhooks a second none waits.
 *   <li>After {@value #MANY} and more, as from some 1,000 webhooks a second on, 20 ms, but only while webhooks keep
 *       coming, and fewer than {@value #PLENTY} wait. Senders that post again only when they are answered would wait in
 *       vain.
 *   <li>In any case at once when {@value #ENOUGH} wait.
 * </ul>
 *
 * <p>While several events are made of each webhook, as for many channels, it is these that count: {@value #SEVERAL}
 * events make a single webhook more than one, and {@value #MANY} events make a group one of many while at least two webhooks
 * wait, because each event is one more record in all that follows. Thread-safe.
 */
final class GatheredIntake implements Intake {
    private static final long AFTER_ONE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long AFTER_MORE = TimeUnit.MILLISECONDS.toNanos(10);
    /** So many events of the webhooks before make one webhook more than one. */
    static final int SEVERAL = 4;
    /** From this size on a group counts as many; so many events of it, too. */
    static final int MANY = 10;
    /** How much longer the next one waits after many. */
    private static final long LONGER_MILLIS = 10;
    /** When nothing has come for so long, nothing is waited for. */
    private static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(3);
    /** The same after a small group of which many events were made, as from some 200 webhooks a second on. */
    private static final long SILENCE_OF_EVENTS = TimeUnit.MILLISECONDS.toNanos(6);
    /** A group of this size waits no longer than others. */
    static final int PLENTY = 32;
    /** A group of this size does not wait for more. */
    static final int ENOUGH = 64;

    private final Intake intake;
    private final LongSupplier events;
    private final long patience;
    private final LongSupplier nanos;
    private final Later later;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long latestAt;
    private int latest;
    private long latestEvents;
    private long eventsBefore;
    private long cameAt;
    private boolean longer;
    private long group;

    /** Runs a task after that many milliseconds. */
    @FunctionalInterface
    interface Later {
        void run(long millis, Runnable task);
    }

    /**
     * @param intake receives the webhooks
     * @param events how many were made of webhooks since the start
     * @param patience of senders: what waited here for longer, because the relay was suspended, is not passed on
     * @param nanos a monotonic clock that includes the time while the machine sleeps
     */
    GatheredIntake(Intake intake, LongSupplier events, Duration patience, LongSupplier nanos, Later later) {
        this.intake = intake;
        this.events = events;
        this.eventsBefore = events.getAsLong();
        this.patience = patience.toNanos();
        this.nanos = nanos;
        this.later = later;
        this.latestAt = nanos.getAsLong();
    }

    @Override
    public CompletionStage<IntakeReply> submit(Submission webhook) {
        return gather(webhook, () -> intake.submit(webhook));
    }

    @Override
    public Supplier<CompletionStage<IntakeReply>> inspect(Submission webhook) {
        Supplier<CompletionStage<IntakeReply>> inspected = intake.inspect(webhook);
        return () -> gather(webhook, inspected);
    }

    private CompletionStage<IntakeReply> gather(Submission webhook, Supplier<CompletionStage<IntakeReply>> storing) {
        CompletableFuture<IntakeReply> reply = new CompletableFuture<>();
        long since = nanos.getAsLong();
        Runnable hand = () -> {
            if (nanos.getAsLong() - since > patience) {
                reply.complete(IntakeReply.tooOld(webhook.nonce()));
            } else {
                handOn(storing, reply);
            }
        };
        place(hand).forEach(Runnable::run);
        return reply;
    }

    /** A failure is the answer to this webhook alone; the others of its group are passed on. */
    private void handOn(Supplier<CompletionStage<IntakeReply>> webhook, CompletableFuture<IntakeReply> reply) {
        try {
            webhook.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    reply.complete(answer);
                } else {
                    reply.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) {
            reply.completeExceptionally(e);
        }
    }

    /** Queues it; returns what is to be passed on now. */
    private synchronized List<Runnable> place(Runnable hand) {
        waiting.add(hand);
        cameAt = nanos.getAsLong();
        long rest = latestAt + pause() - cameAt;
        if (rest <= 0 && waiting.size() == 1 || waiting.size() >= ENOUGH) {
            return taken();
        }
        if (waiting.size() == 1) {
            waitFor(Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)));
        }
        return List.of();
    }

    /** Between the latest group and the next one. */
    private long pause() {
        if (latest == 0) {
            return 0;
        }
        return latest == 1 && latestEvents < SEVERAL ? AFTER_ONE : AFTER_MORE;
    }

    private void waitFor(long millis) {
        long awaited = group;
        later.run(millis, () -> due(awaited).forEach(Runnable::run));
    }

    /** The group; nothing if it was passed on because it was large. */
    private synchronized List<Runnable> due(long awaited) {
        if (awaited != group) {
            return List.of();
        }
        if (!longer && waiting.size() < PLENTY && keepComing(nanos.getAsLong() - cameAt)) {
            longer = true;
            waitFor(LONGER_MILLIS);
            return List.of();
        }
        return taken();
    }

    /** @param silent for how long none has come */
    private boolean keepComing(long silent) {
        return latest >= MANY
                ? silent < SILENCE
                : latestEvents >= MANY && waiting.size() > 1 && silent < SILENCE_OF_EVENTS;
    }

    private synchronized List<Runnable> taken() {
        List<Runnable> all = new ArrayList<>(waiting);
        waiting.clear();
        longer = false;
        group++;
        long eventsNow = events.getAsLong();
        latest = all.size();
        latestEvents = eventsNow - eventsBefore;
        eventsBefore = eventsNow;
        latestAt = nanos.getAsLong();
        return all;
    }
}
