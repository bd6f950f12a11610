package io.alertrelay.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * For how long this relay may act as the one that has what its consumer was given. The group's coordinator gives a
 * member's partitions to another one when it got no heartbeat from it for a session; a process that stood still
 * (SIGSTOP, a paused virtual machine, a long collection of garbage) learns that only after it went on, and one that is
 * cut off never does. So each answer of the coordinator counts for a part of the session only. Whoever sends, routes or
 * records what was given asks {@link #isHeld} before; once lapsed, the lease is held again only when the coordinator
 * has confirmed, after being asked, that this is still a member.
 *
 * <p>Without terms, because no other relay can take the partitions, it is always held. Safe for use by many threads.
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
     * One that is always held, until it has terms.
     *
     * @param nanos a monotonic clock that counts the time in which the process stands still
     * @param wall counts what the monotonic one does not: the time in which the machine sleeps
     */
    Lease(LongSupplier nanos, InstantSource wall) {
        this.nanos = nanos;
        this.wall = wall;
    }

    /**
     * From now on it has to be confirmed, and the coordinator has to answer within a part of the session.
     *
     * @param answers how often it has answered so far
     * @param inUse whether these terms hold; asked from time to time
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

    /** Who looks too seldom would take that for a standstill. */
    private void keepLooking(BooleanSupplier inUse) {
        if (inUse.getAsBoolean()) {
            isHeld();
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(() -> keepLooking(inUse));
        }
    }

    /** Whether what was given is still this relay's for sure. Never waits. */
    public synchronized boolean isHeld() {
        if (limit == Long.MAX_VALUE) {
            return true;
        }
        long now = nanos.getAsLong();
        long wallNow = wall.millis();
        double sum = answers.getAsDouble();
        if (now - lookedAt > limit / 2 || TimeUnit.MILLISECONDS.toNanos(wallNow - wallLookedAt) > limit / 2) {
            // An answer that is found now may have been given long ago.
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

    /** The coordinator is about to be asked. Returns the moment, for {@link #confirmed}. */
    long now() {
        return nanos.getAsLong();
    }

    /** The coordinator confirmed, when it was asked at that moment, that this is still a member. */
    synchronized void confirmed(long askedAt) {
        isHeld();
        answeredAt = askedAt;
        lapsed = now() - askedAt > limit;
    }
}
