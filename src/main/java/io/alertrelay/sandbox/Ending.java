package io.alertrelay.sandbox;

import java.time.Duration;
import java.util.Optional;

/** How a request ends on the wire. */
sealed interface Ending {
    /** The status of the whole answer that the caller gets, if it gets one. */
    Optional<Integer> status();

    void play(Wire wire);

    /** A whole answer, at once. */
    record Reply(SandboxAnswer answer) implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.of(answer.status());
        }

        @Override
        public void play(Wire wire) {
            wire.send(answer);
        }
    }

    /** A whole answer, later. */
    record LateReply(SandboxAnswer answer, Duration delay) implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.of(answer.status());
        }

        @Override
        public void play(Wire wire) {
            wire.sendLater(answer, delay);
        }
    }

    /** Half an answer. */
    record HalfReply(SandboxAnswer answer) implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }

        @Override
        public void play(Wire wire) {
            wire.sendHalf(answer);
        }
    }

    /** No answer, and the connection is closed. */
    record Cut() implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }

        @Override
        public void play(Wire wire) {
            wire.reset();
        }
    }

    /** An answer without an end. */
    record Flood(EndlessPart part) implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }

        @Override
        public void play(Wire wire) {
            wire.pour(part.begin(), part.more(), part.pause());
        }
    }

    /** Nothing at all. */
    record Silence() implements Ending {
        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }

        @Override
        public void play(Wire wire) {
            // Silence is the point: the connection is left to the caller's patience.
        }
    }
}
