package io.alertrelay.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * One way in which the sandbox can misbehave. {@link Delay}, {@link HalfAnswer} and {@link ResetAfterAccept} affect
 * only the answer: the request was handled normally, and a valid event was accepted. Every other fault replaces the
 * handling: the event was not accepted.
 */
public sealed interface Fault {

    /**
     * An error in the form of Flashduty's push API.
     *
     * @param code the status of HTTP, 400 to 599
     * @param errorCode for {@code error.code}, such as {@code InvalidParameter}
     * @param message for {@code error.message}
     */
    record Status(int code, String errorCode, String message) implements Fault {
        public Status {
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("code: found " + code + ", expected a status from 400 to 599");
            }
        }
    }

    /**
     * 429 {@code RequestTooFrequently}, although no limit was reached.
     *
     * @param retryAfter the value of the header {@code Retry-After} to send, valid or not; empty for none
     */
    record TooManyRequests(Optional<String> retryAfter) implements Fault {
        public TooManyRequests {
            retryAfter.ifPresent(value -> headerValue("retry_after", value));
        }
    }

    /** A 200 that carries an {@code error} object, which Flashduty's push API means as a failure. */
    record OkWithError(String code, String message) implements Fault {}

    /** No answer, ever; the connection stays open until the caller or {@link Sandbox#close} ends it. */
    record Hang() implements Fault {}

    /** The event is accepted at once, and the right answer is sent late. */
    record Delay(Duration by) implements Fault {
        public Delay {
            if (by.isNegative() || by.toMillis() == 0) {
                throw new IllegalArgumentException("delay: found " + by + ", expected at least a millisecond");
            }
        }
    }

    /** The connection is reset (TCP RST) after the request was read, without an answer. */
    record Reset() implements Fault {}

    /** The event is accepted, the head and half of the body of the answer are sent, then the connection is reset. */
    record HalfAnswer() implements Fault {}

    /** The event is accepted, then the connection is reset: the answer is lost. */
    record ResetAfterAccept() implements Fault {}

    /** 200 with an HTML page, as a proxy or a login page in between answers. */
    record Html() implements Fault {}

    /**
     * 307, which asks for the same POST elsewhere (RFC 9110, section 15.4.8).
     *
     * @param location the value of the header {@code Location}
     */
    record Redirect(String location) implements Fault {
        public Redirect {
            headerValue("location", location);
        }

        /** Without the query, which may carry a key. */
        @Override
        public String toString() {
            return "Redirect[location=" + location.replaceFirst("\\?.*", "?…") + "]";
        }
    }

    /** 200 with an answer of which one part never ends, until the caller ends the connection. */
    record Endless(EndlessPart part) implements Fault {}

    /** 200 with half a megabyte that unpacks to half a gigabyte. */
    record GzipBomb() implements Fault {}

    private static void headerValue(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(name + ": found characters that no header may carry, expected ASCII");
        }
    }
}
