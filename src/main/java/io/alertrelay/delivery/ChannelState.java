package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Optional;

/** What a channel is doing. */
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

    /** Sends what comes, or has nothing to send. */
    record Running() implements ChannelState {
        @Override
        public String word() {
            return "running";
        }
    }

    /**
     * Flashduty or the network is not available, or too many requests were sent: the same event is tried again.
     *
     * @param since the first failure of the row
     */
    record Retrying(String cause, Instant since, int failures, Instant next) implements ChannelState {
        @Override
        public String word() {
            return "retrying";
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
            return Optional.of(next);
        }
    }

    /**
     * The account, the key or the URL is at fault, so that every event would fail: nothing is sent, nothing is lost,
     * until a probe passes.
     *
     * @param since the first failure of the row
     * @param until when it is probed next
     */
    record Held(String cause, Instant since, int failures, Instant until) implements ChannelState {
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

    /** A held channel is being tried with its oldest real event. */
    record Probing(Held held) implements ChannelState {
        @Override
        public String word() {
            return "probing";
        }

        @Override
        public Optional<String> fault() {
            return Optional.of(held.cause());
        }

        @Override
        public Optional<Instant> faultSince() {
            return Optional.of(held.since());
        }

        @Override
        public Optional<Instant> nextAttempt() {
            return Optional.of(held.until());
        }
    }
}
