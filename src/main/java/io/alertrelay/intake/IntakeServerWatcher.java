package io.alertrelay.intake;

import java.time.Duration;

/** Is notified of what happens at the public port, to count and log it. */
public interface IntakeServerWatcher {
    /** Why the relay closed a connection. */
    enum Closed {
        /** To make room for a new one: of those without a webhook in progress, it had been idle longest. */
        EVICTED("evicted"),
        /** It was new, and all others had a webhook in progress. */
        REFUSED("refused"),
        /** It was idle for too long. */
        IDLE("idle"),
        /** The head of a request did not arrive in time. */
        SLOW_HEAD("slow-head"),
        /** Its sender had given up on the current webhook, which is not stored. */
        TOO_OLD("too-old"),
        /** Its answers were not read. */
        UNREAD_ANSWERS("unread-answers");

        private final String word;

        Closed(String word) {
            this.word = word;
        }

        /** Its name in metrics. */
        public String word() {
            return word;
        }
    }

    /** One request was answered. */
    void answered(Answered answered);

    /** A webhook with a known key was not stored, and not answered, because its connection was closed first. */
    void brokenOff(Answered never);

    /** A connection was closed. */
    void closed(Closed why);

    /**
     * The port was not served for longer than a sender waits. Requests received meanwhile are answered 503, and their
     * connections are closed.
     */
    void stoodStill(Duration duration);

    /** A bound was reached. Called once until {@link #roomAgain}. */
    void full(Bound bound);

    /** A bound that was {@link #full} has not been reached for some seconds. */
    void roomAgain(Bound bound);

    /**
     * A request failed because of a bug in the relay. Its sender is answered 503.
     *
     * @param cause without anything that the request said
     */
    void broken(Throwable cause);
}
