package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a channel is doing. Each state has methods for the states that may follow it, and no others.
 *
 * <pre>
 *              429                     pause over, something taken
 *   Running ─────────▶ Slowed ────────────────────────────────────▶ Running
 *      │                 │
 *      └────────┬────────┘  the channel's own fault, or nothing gets through
 *               ▼
 *             Held ──── until ───▶ Probing ──── taken, or refused ───▶ Running, at first one at a time
 *               ▲                     │  └───── 429 ─────────────────▶ Slowed
 *               └──── fails again ────┘
 * </pre>
 *
 * In any state an operator may have paused it.
 */
public sealed interface ChannelState {
    /** Its name in health, metrics and logs. */
    String word();

    /** The cause that keeps the channel from running; empty if there is none. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /** Since when the channel does not run; empty if it runs. */
    default Optional<Instant> faultSince() {
        return Optional.empty();
    }

    /** When the next attempt is made; empty if none is delayed. */
    default Optional<Instant> nextAttempt() {
        return Optional.empty();
    }

    /** How many failures in a row led to this state; 0 while it runs. */
    default int failures() {
        return 0;
    }

    /** The same state with its times converted from one clock to another. */
    ChannelState moved(Duration by);

    /** Whether the channel does something else than before, or for another cause. A probe is part of being held. */
    default boolean isChangeFrom(ChannelState before) {
        boolean probe = this instanceof Probing || before instanceof Probing;
        return !before.fault().equals(fault()) || !before.word().equals(word()) && (!probe || this instanceof Running);
    }

    /** What the answers made of it, whatever an operator wants. */
    sealed interface Unpaused extends ChannelState {
        @Override
        Unpaused moved(Duration by);
    }

    /** Whatever waits may be sent. */
    sealed interface Open extends Unpaused {
        /** Nothing more would get through. */
        default Held held(HoldReason reason, Failure failure) {
            int counted = failures() + 1;
            return new Held(
                    reason, failure.cause(), faultSince().orElse(failure.at()), counted, failure.until(counted));
        }
    }

    /** Something keeps it from running. */
    sealed interface Failing extends Unpaused {
        /** What does. */
        String cause();

        /** The first failure of the row, in whatever state: the row ends only when something gets through. */
        Instant since();

        /** Whether an event got through that was sent then: what was sent before the fault says nothing about it. */
        default boolean isOver(Instant sentAt) {
            return !sentAt.isBefore(since());
        }

        /** Something got through, or the fault is no longer this relay's. */
        default Running over() {
            return new Running();
        }

        @Override
        default Optional<String> fault() {
            return Optional.of(cause());
        }

        @Override
        default Optional<Instant> faultSince() {
            return Optional.of(since());
        }
    }

    /** Sends its events, or has none to send. */
    record Running() implements Open {
        @Override
        public String word() {
            return "running";
        }

        @Override
        public Running moved(Duration by) {
            return this;
        }

        /** The first answer of the row that requests are too frequent. */
        Slowed slowed(Failure failure) {
            return new Slowed(failure.cause(), failure.at(), 1, failure.until(1));
        }
    }

    /**
     * Flashduty answered that requests are too frequent: nothing is sent for a while, and then at a lower rate that
     * rises again.
     *
     * @param since the first failure of the row
     * @param until when it is tried next
     */
    record Slowed(String cause, Instant since, int failures, Instant until) implements Open, Failing {
        @Override
        public String word() {
            return "slowed";
        }

        @Override
        public Optional<Instant> nextAttempt() {
            return Optional.of(until);
        }

        @Override
        public Slowed moved(Duration by) {
            return new Slowed(cause, since.plus(by), failures, until.plus(by));
        }

        /**
         * Another such answer. Those to requests that were sent together count once.
         *
         * @param sentAt when the request was sent
         */
        Slowed slowed(Failure failure, Instant sentAt) {
            int counted = sentAt.isBefore(until) ? failures : failures + 1;
            Instant next = failure.until(counted);
            return new Slowed(failure.cause(), since, counted, next.isBefore(until) ? until : next);
        }
    }

    /** Why a channel is held. */
    enum HoldReason {
        /** Its account, key or URL: every event would fail until an operator corrects it. */
        CHANNEL,
        /** Flashduty or the network: nothing gets through. */
        OUTAGE
    }

    /**
     * Nothing would get through: nothing is sent, and nothing is lost, until a probe passes.
     *
     * @param since the first failure of the row
     * @param until when it is probed next
     */
    record Held(HoldReason reason, String cause, Instant since, int failures, Instant until) implements Failing {
        @Override
        public String word() {
            return "held";
        }

        @Override
        public Optional<Instant> nextAttempt() {
            return Optional.of(until);
        }

        @Override
        public Held moved(Duration by) {
            return new Held(reason, cause, since.plus(by), failures, until.plus(by));
        }

        /** The next probe is not due before that. */
        Held notBefore(Instant earliest) {
            return until.isBefore(earliest) ? probedAt(earliest) : this;
        }

        /** The next probe is due at another time. */
        Held probedAt(Instant due) {
            return new Held(reason, cause, since, failures, due);
        }

        /** A probe is sent. */
        Probing probed() {
            return new Probing(this);
        }
    }

    /**
     * A held channel is being tried with one real event.
     *
     * @param held its state before
     */
    record Probing(Held held) implements Failing {
        @Override
        public String word() {
            return "probing";
        }

        @Override
        public String cause() {
            return held.cause();
        }

        @Override
        public Instant since() {
            return held.since();
        }

        @Override
        public int failures() {
            return held.failures();
        }

        @Override
        public Probing moved(Duration by) {
            return new Probing(held.moved(by));
        }

        /** The probe failed. */
        Held failed(HoldReason reason, Failure failure) {
            int counted = held.failures() + 1;
            return new Held(reason, failure.cause(), held.since(), counted, failure.until(counted));
        }

        /** The probe never reached Flashduty, which says nothing about it. */
        Held broken(Instant due) {
            return held.probedAt(due);
        }

        /** The probe was answered that requests are too frequent. */
        Slowed slowed(Failure failure) {
            int counted = held.failures() + 1;
            return new Slowed(failure.cause(), held.since(), counted, failure.until(counted));
        }
    }

    /**
     * An operator has paused the channel.
     *
     * @param pause with moments by the wall clock
     * @param beneath the state once the pause is over
     */
    record Paused(Pause pause, Unpaused beneath) implements ChannelState {
        @Override
        public String word() {
            return "paused";
        }

        @Override
        public Optional<String> fault() {
            return beneath.fault();
        }

        @Override
        public Optional<Instant> faultSince() {
            return beneath.faultSince();
        }

        @Override
        public int failures() {
            return beneath.failures();
        }

        @Override
        public Paused moved(Duration by) {
            return new Paused(pause, beneath.moved(by));
        }
    }

    /**
     * What a state follows from.
     *
     * @param cause in words
     * @param at when the answer was received
     * @param backoff after how many failures in a row to wait how long
     * @param notBefore until when it, or an earlier answer of the row, wants nothing to be sent
     */
    record Failure(String cause, Instant at, Backoff backoff, Instant notBefore) {
        /** When to try again if it is that failure of the row. */
        Instant until(int failures) {
            Instant next = at.plus(backoff.after(failures));
            return next.isBefore(notBefore) ? notBefore : next;
        }
    }
}
