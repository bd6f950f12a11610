package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Optional;

/** A delivery that waits, or is being sent, and what was tried with it. */
final class Queued {
    private final Delivery delivery;
    private final Instant agedFrom;
    private final boolean opens;
    private final Attempts attempts = new Attempts();
    private boolean started;
    private boolean probe;
    private Instant startedAt = Instant.MIN;
    private Optional<Instant> failedAt = Optional.empty();
    private int failures;
    private int ownFailures;
    private int tooFast;

    private Queued(Delivery delivery, Instant agedFrom, boolean opens) {
        this.delivery = delivery;
        this.agedFrom = agedFrom;
        this.opens = opens;
    }

    static Queued of(Delivery delivery) {
        return new Queued(delivery, delivery.receivedAt(), delivery.opens());
    }

    /** A newer event in the place of this one: it keeps the age, and with it the turn. */
    Queued replacedBy(Delivery newer) {
        return new Queued(newer, agedFrom, opens || newer.opens());
    }

    Delivery delivery() {
        return delivery;
    }

    /** When what it says began to wait. */
    Instant agedFrom() {
        return agedFrom;
    }

    /** Whether Flashduty has not heard of the alert before it. */
    boolean opens() {
        return opens;
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
        probe = asProbe;
        startedAt = now;
    }

    boolean probe() {
        return probe;
    }

    Instant startedAt() {
        return startedAt;
    }

    /**
     * An attempt failed that may be this event's own fault.
     *
     * @param lastTakenAt when another event last got through
     * @param whileTried whether it counts, too, that another one got through while this one was tried for the first time
     * @return whether others got through in between, so that the fault is this one's own
     */
    boolean failed(Instant now, Instant lastTakenAt, boolean whileTried) {
        boolean own = failedAt.map(last -> !lastTakenAt.isBefore(last))
                .orElse(whileTried && !lastTakenAt.isBefore(startedAt));
        failedAt = Optional.of(now);
        failures++;
        ownFailures += own ? 1 : 0;
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

    /** How many times it failed with others getting through in between. */
    int ownFailures() {
        return ownFailures;
    }
}
