package io.alertrelay.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The time for which this relay may act as the owner of its consumer's partitions. The group's coordinator reassigns a
 * member's partitions when it got no heartbeat from it for a session; a process that was suspended (SIGSTOP, a paused
 * virtual machine, a long garbage collection) learns that only afterwards, and one that is cut off never does. So each
 * answer of the coordinator counts only for a part of the session. {@link #isHeld} must be checked before sending,
 * routing or recording; once lapsed, the lease is held again only when the coordinator has confirmed, on request, that
 * this is still a member.
 *
 * <p>Without terms, because no other relay can take the partitions, it is always held. Thread-safe.
 */
public final class Lease {
    /** Of the session. There are several heartbeats in it. */
    private static final double PART = 0.6;

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final LongSupplier nanos;
    private final InstantSource wall;
    private DoubleSupplier answers = () -> 0;
    private long limit = Long.MAX_VALUE;
    private boolean lapsed;
    private double answered;
    private long answeredAt;
    private long lookedAt;
    private long wallLookedAt;

    /**
     * A lease that is always held until it has terms.
     *
     * @param nanos a monotonic clock that includes the time while the process is suspended
     * @param wall includes what the monotonic one does not: the time while the machine sleeps
     */
    Lease(LongSupplier nanos, InstantSource wall) {
        this.nanos = nanos;
        this.wall = wall;
    }

    /**
     * From now on it must be confirmed, and the coordinator must answer within a part of the session.
     *
     * @param answers how often it has answered so far
     * @param inUse whether these terms apply; called from time to time
     */
    synchronized void terms(Duration session, DoubleSupplier answers, BooleanSupplier inUse) {
        this.limit = (long) (session.toNanos() * PART);
        this.answers = answers;
        this.answered = answers.getAsDouble();
        this.lookedAt = nanos.getAsLong();
        this.wallLookedAt = wall.millis();
        this.lapsed = true;
        keepLooking(inUse);
    }

    /** A caller that checks too rarely would mistake the gap for a suspension. */
    private void keepLooking(BooleanSupplier inUse) {
        if (inUse.getAsBoolean()) {
            isHeld();
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(() -> keepLooking(inUse));
        }
    }

    /** Whether the partitions certainly still belong to this relay. Never blocks. */
    public synchronized boolean isHeld() {
        if (limit == Long.MAX_VALUE) {
            return true;
        }
        long now = nanos.getAsLong();
        long wallNow = wall.millis();
        double sum = answers.getAsDouble();
        if (now - lookedAt > limit / 2 || TimeUnit.MILLISECONDS.toNanos(wallNow - wallLookedAt) > limit / 2) {
            // An answer that is read now may be old.
            lapsed = true;
        } else if (sum > answered) {
            answeredAt = now;
        }
        lapsed |= now - answeredAt > limit;
        answered = sum;
        lookedAt = now;
        wallLookedAt = wallNow;
        return !lapsed;
    }

    /** The coordinator is about to be asked. Returns the time, for {@link #confirmed}. */
    long now() {
        return nanos.getAsLong();
    }

    /** The coordinator, asked at that time, confirmed that this is still a member. */
    synchronized void confirmed(long askedAt) {
        isHeld();
        answeredAt = askedAt;
        lapsed = now() - askedAt > limit;
    }
}
