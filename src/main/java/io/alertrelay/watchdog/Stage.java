package io.alertrelay.watchdog;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A part of the relay that may stop, and reports that it has not:
 *
 * <pre>
 *   idle ──working()──▶ has work ──progress()──▶ has work     since then
 *    ▲                     │
 *    └───────idle()────────┘            no progress for longer than its limit: stalled
 * </pre>
 *
 * A loop that never rests for longer than its limit is {@link #working} from its start, and calls {@link #progress} in
 * each turn: then its death is noticed too. All methods are cheap, never block, and may be called by any thread.
 */
public final class Stage implements AutoCloseable {
    private final Job job;
    private final String of;
    private final Duration limit;
    private final LongSupplier nanos;
    private final Runnable whenClosed;
    private final AtomicLong restarts = new AtomicLong();
    private volatile boolean busy;
    private volatile long since;
    private volatile String doing = "";
    private volatile Fault fault;

    Stage(Job job, String of, Duration limit, LongSupplier nanos, Runnable whenClosed) {
        this.job = job;
        this.of = of;
        this.limit = limit;
        this.nanos = nanos;
        this.whenClosed = whenClosed;
        this.since = nanos.getAsLong();
        this.fault = new Fault("", since);
    }

    /** A stage that is not watched: for commands and tests. */
    public static Stage unwatched(Job job) {
        return new Stage(job, "", Job.LIMIT, System::nanoTime, () -> {});
    }

    /** It has work, from now on if it had none before. */
    public void working() {
        if (!busy) {
            since = nanos.getAsLong();
            busy = true;
        }
    }

    /** It made progress. */
    public void progress() {
        since = nanos.getAsLong();
    }

    /** It has no work, or legitimately waits for something that is reported elsewhere. */
    public void idle() {
        busy = false;
    }

    /** What it is about to do that may take long, for people; empty if nothing in particular. */
    public void doing(String what) {
        doing = what;
    }

    /**
     * It does not work, whatever else it reports.
     *
     * @param cause for people
     * @param holds how long this applies unless repeated
     */
    public void failed(String cause, Duration holds) {
        fault = new Fault(cause, nanos.getAsLong() + holds.toNanos());
    }

    /** Its thread was restarted after a fault. */
    void restarted() {
        restarts.incrementAndGet();
    }

    /** How often its thread was restarted. */
    long restarts() {
        return restarts.get();
    }

    /** Its job. */
    public Job job() {
        return job;
    }

    /** Why and since when it is stalled, if it is. */
    Optional<Stall> stall(long now) {
        Fault seen = fault;
        Duration lasts = Duration.ofNanos(Math.max(0, now - since));
        if (seen.until() - now > 0) {
            return Optional.of(new Stall(job, of, lasts, seen.cause()));
        }
        if (!busy || lasts.compareTo(limit) <= 0) {
            return Optional.empty();
        }
        String what = doing;
        return Optional.of(new Stall(
                job,
                of,
                lasts,
                "no progress for " + lasts.toSeconds() + " s" + (what.isEmpty() ? "" : "; it is at: " + what)));
    }

    /** The time until now does not count: no progress was possible. */
    void excuse() {
        since = nanos.getAsLong();
    }

    /** That much time does not count: the whole process was suspended. Of what it did since then, none is left out. */
    void excuse(long paused) {
        long last = since;
        since = last + Math.min(paused, nanos.getAsLong() - last);
    }

    /** It ends, or restarts as another one: it is not watched any more. */
    @Override
    public void close() {
        whenClosed.run();
    }

    private record Fault(String cause, long until) {}
}
