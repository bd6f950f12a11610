package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a channel is doing.
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
    default ChannelState moved(Duration by) {
        if (this instanceof Slowed slowed) {
            return new Slowed(
                    slowed.cause(),
                    slowed.since().plus(by),
                    slowed.failures(),
                    slowed.until().plus(by));
        }
        if (this instanceof Held held) {
            return new Held(
                    held.trouble(),
                    held.cause(),
                    held.since().plus(by),
                    held.failures(),
                    held.until().plus(by));
        }
        if (this instanceof Paused paused) {
            return new Paused(paused.pause(), paused.beneath().moved(by));
        }
        return this instanceof Probing probing
                ? new Probing((Held) probing.held().moved(by))
                : this;
    }

    /** Sends its events, or has none to send. */
    record Running() implements ChannelState {
        @Override
        public String word() {
            return "running";
        }
    }

    /** Something keeps it from running, until it is tried again. */
    sealed interface Failing extends ChannelState {
        /** What does. */
        String cause();

        /** The first failure of the row. */
        Instant since();

        /** When it is tried next. */
        Instant until();

        @Override
        default Optional<String> fault() {
            return Optional.of(cause());
        }

        @Override
        default Optional<Instant> faultSince() {
            return Optional.of(since());
        }

        @Override
        default Optional<Instant> nextAttempt() {
            return Optional.of(until());
        }
    }

    /**
     * Flashduty answered that requests are too frequent: nothing is sent for a while, and then at a lower rate that
     * rises again.
     *
     * @param since the first such answer of the row
     * @param until when it is tried next
     */
    record Slowed(String cause, Instant since, int failures, Instant until) implements Failing {
        @Override
        public String word() {
            return "slowed";
        }
    }

    /** Why a channel is held. */
    enum Trouble {
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
    record Held(Trouble trouble, String cause, Instant since, int failures, Instant until) implements Failing {
        @Override
        public String word() {
            return "held";
        }
    }

    /**
     * A held channel is being tried with one real event.
     *
     * @param held its state before, and again if the probe fails
     */
    record Probing(Held held) implements ChannelState {
        @Override
        public String word() {
            return "probing";
        }

        @Override
        public Optional<String> fault() {
            return held.fault();
        }

        @Override
        public Optional<Instant> faultSince() {
            return held.faultSince();
        }

        @Override
        public int failures() {
            return held.failures();
        }
    }

    /**
     * An operator has paused the channel.
     *
     * @param pause with moments by the wall clock
     * @param beneath the state once the pause is over
     */
    record Paused(Pause pause, ChannelState beneath) implements ChannelState {
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
    }
}
