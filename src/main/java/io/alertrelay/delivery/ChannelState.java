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
 * Whichever it is, somebody may have paused it.
 */
public sealed interface ChannelState {
    /** One word for it, as health, metrics and logs show it. */
    String word();

    /** What keeps the channel from running; empty if nothing does. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /** Since when something does; empty if nothing does. */
    default Optional<Instant> faultSince() {
        return Optional.empty();
    }

    /** When the next attempt is made; empty if none is put off. */
    default Optional<Instant> nextAttempt() {
        return Optional.empty();
    }

    /** How many failures in a row led here; 0 while it runs. */
    default int failures() {
        return 0;
    }

    /** The same with its moments moved, from one clock to another. */
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

    /** Sends what comes, or has nothing to send. */
    record Running() implements ChannelState {
        @Override
        public String word() {
            return "running";
        }
    }

    /**
     * Flashduty says that requests come too fast: nothing is sent for a while, and then at a lower rate that rises
     * again.
     *
     * @param since the first such answer of the row
     * @param until when it is tried next
     */
    record Slowed(String cause, Instant since, int failures, Instant until) implements ChannelState {
        @Override
        public String word() {
            return "slowed";
        }

        @Override
        public Optional<String> fault() {
            return Optional.of(cause);
        }

        @Override
        public Optional<Instant> faultSince() {
            return Optional.of(since);
        }

        @Override
        public Optional<Instant> nextAttempt() {
            return Optional.of(until);
        }
    }

    /** What a held channel suffers from. */
    enum Trouble {
        /** Its account, key or URL: every event would fail, until somebody mends it. */
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
    record Held(Trouble trouble, String cause, Instant since, int failures, Instant until) implements ChannelState {
        @Override
        public String word() {
            return "held";
        }

        @Override
        public Optional<String> fault() {
            return Optional.of(cause);
        }

        @Override
        public Optional<Instant> faultSince() {
            return Optional.of(since);
        }

        @Override
        public Optional<Instant> nextAttempt() {
            return Optional.of(until);
        }
    }

    /**
     * A held channel is being tried with one real event.
     *
     * @param held what it was, and is again if the probe fails
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
     * Somebody wants nothing to be sent for now.
     *
     * @param pause with moments by the wall clock
     * @param beneath what it is once that is over
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
