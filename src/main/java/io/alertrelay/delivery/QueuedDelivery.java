package io.alertrelay.delivery;

import io.alertrelay.record.Delivery;
import java.time.Instant;
import java.util.Optional;

/** A delivery that waits or is being sent, and its attempts. */
final class QueuedDelivery {
    private final Delivery delivery;
    private final Instant agedFrom;
    private final Instant waitsSince;
    private final Instant offeredAt;
    private final boolean opens;
    private final boolean maybeSent;
    private final Attempts attempts = new Attempts();
    private boolean started;
    private boolean inFlight;
    private boolean ended;
    private boolean repeatable;
    private boolean probe;
    private Instant startedAt = Instant.MIN;
    private Optional<Instant> failedAt = Optional.empty();
    private Optional<Instant> blamedAt = Optional.empty();
    private Optional<Instant> failsSince = Optional.empty();
    private int failures;
    private int ownFailures;
    private int tooFast;

    private QueuedDelivery(
            Delivery delivery,
            Instant agedFrom,
            Instant waitsSince,
            Instant offeredAt,
            boolean opens,
            boolean maybeSent) {
        this.delivery = delivery;
        this.agedFrom = agedFrom;
        this.waitsSince = waitsSince;
        this.offeredAt = offeredAt;
        this.opens = opens;
        this.maybeSent = maybeSent;
    }

    /**
     * A delivery that waits from now on.
     *
     * @param maybeSent whether it may have been sent before it came here
     * @param now by the steady clock
     * @param at the same moment by the wall clock
     */
    static QueuedDelivery of(Delivery delivery, boolean maybeSent, Instant now, Instant at) {
        return new QueuedDelivery(delivery, delivery.receivedAt(), now, at, delivery.opens(), maybeSent);
    }

    /** A newer event in the place of this one: it keeps the age and thus the turn. */
    QueuedDelivery replacedBy(QueuedDelivery newer) {
        // What is replayed was old before it was due.
        boolean live = delivery.replay().isEmpty();
        return new QueuedDelivery(
                newer.delivery,
                live ? agedFrom : newer.agedFrom,
                waitsSince,
                offeredAt,
                opens || newer.opens,
                maybeSent || newer.maybeSent);
    }

    Delivery delivery() {
        return delivery;
    }

    boolean isReplayed() {
        return delivery.replay().isPresent();
    }

    /** When its state began to wait, by the wall clock: when its webhook was received. */
    Instant agedFrom() {
        return agedFrom;
    }

    /** Since when it waits here, by the steady clock. */
    Instant waitsSince() {
        return waitsSince;
    }

    /** The same moment by the wall clock. */
    Instant offeredAt() {
        return offeredAt;
    }

    /** Whether its alert can't have reached Flashduty before. */
    boolean opens() {
        return opens && !maybeSent;
    }

    Attempts attempts() {
        return attempts;
    }

    /** Whether it was sent, or is being sent: from then on it has to end by itself. */
    boolean started() {
        return started;
    }

    void start(boolean asProbe, Instant now) {
        started = true;
        inFlight = true;
        ended = false;
        repeatable = false;
        probe = asProbe;
        startedAt = now;
    }

    boolean inFlight() {
        return inFlight;
    }

    /**
     * It is no longer in flight.
     *
     * @return whether it was: what ends twice, by a bug, must not free two places
     */
    boolean landed() {
        boolean was = inFlight;
        inFlight = false;
        return was;
    }

    /**
     * Its end is known, and is to be recorded: no request any more, though it is in flight until it is.
     *
     * @param again whether Flashduty would get it once more if that were lost
     */
    void end(boolean again) {
        ended = true;
        repeatable = again;
    }

    /** Whether its end is known. */
    boolean ended() {
        return ended;
    }

    /** Whether it has ended, and Flashduty would get it once more if that were lost. */
    boolean repeatable() {
        return repeatable;
    }

    boolean probe() {
        return probe;
    }

    /** When it was sent last, by the steady clock. */
    Instant startedAt() {
        return startedAt;
    }

    /**
     * An attempt failed that may be this event's own fault.
     *
     * @param lastTakenAt when another event last got through
     * @param blamesChannel whether the answer is that the channel is at fault: then others must have got through since
     *     it was answered so before; otherwise since any failure before, or while it was tried for the first time
     * @return whether others got through in between, so that the fault is this one's own
     */
    boolean failed(Instant now, Instant lastTakenAt, boolean blamesChannel) {
        boolean own = (blamesChannel ? blamedAt : failedAt)
                .map(last -> !lastTakenAt.isBefore(last))
                .orElse(!blamesChannel && !lastTakenAt.isBefore(startedAt));
        failedAt = Optional.of(now);
        blamedAt = blamesChannel ? failedAt : blamedAt;
        failures++;
        if (own) {
            ownFailures++;
            failsSince = Optional.of(failsSince.orElse(now));
        }
        return own;
    }

    /** An attempt was too fast; says how many were so far. */
    int tooFast() {
        tooFast++;
        return tooFast;
    }

    /** How many times it failed, probes aside. */
    int failures() {
        return failures;
    }

    /** When it first failed with others getting through in between, by the steady clock; empty if it has not. */
    Optional<Instant> failsSince() {
        return failsSince;
    }

    /** How many times it failed with others getting through in between. */
    int ownFailures() {
        return ownFailures;
    }
}
