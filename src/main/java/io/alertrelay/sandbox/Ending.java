package io.alertrelay.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a request ends on the wire.
 *
 * @param status of the whole answer that the caller gets, if it gets one
 */
record Ending(Optional<Integer> status, Consumer<Wire> play) {
    /** A whole answer, at once. */
    static Ending reply(SandboxAnswer answer) {
        return new Ending(Optional.of(answer.status()), wire -> wire.send(answer));
    }

    /** A whole answer, later. */
    static Ending lateReply(SandboxAnswer answer, Duration delay) {
        return new Ending(Optional.of(answer.status()), wire -> wire.sendLater(answer, delay));
    }

    /** Half an answer. */
    static Ending halfReply(SandboxAnswer answer) {
        return new Ending(Optional.empty(), wire -> wire.sendHalf(answer));
    }

    /** No answer, and the connection is closed. */
    static Ending cut() {
        return new Ending(Optional.empty(), Wire::reset);
    }

    /** An answer without an end. */
    static Ending flood(EndlessPart part) {
        return new Ending(Optional.empty(), wire -> wire.pour(part.begin(), part.more(), part.pause()));
    }

    /** Nothing at all: the connection is left to the caller's patience. */
    static Ending silence() {
        return new Ending(Optional.empty(), wire -> {});
    }
}
