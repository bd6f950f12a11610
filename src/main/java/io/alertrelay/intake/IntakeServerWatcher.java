package io.alertrelay.intake;

import java.time.Duration;

/** Told what happens at the door, to count it and to write it to the log. */
public interface IntakeServerWatcher {
    /** Why the door closed a connection by itself. */
    enum Closed {
        /** To make room for a new one: of those without a webhook under way, it had done nothing for the longest. */
        EVICTED("evicted"),
        /** It was new, and all others had a webhook under way. */
        REFUSED("refused"),
        /** Nothing was asked on it for as long as it may idle. */
        IDLE("idle"),
        /** The head of a request did not arrive in time. */
        SLOW_HEAD("slow-head"),
        /** Its sender had given up on the webhook that was under way, which is not stored. */
        TOO_OLD("too-old"),
        /** Its answers were not read. */
        UNREAD_ANSWERS("unread-answers");

        private final String word;

        Closed(String word) {
            this.word = word;
        }

        /** How metrics call it. */
        public String word() {
            return word;
        }
    }

    /** One request was answered. */
    void answered(Answered answered);

    /** A connection was closed. */
    void closed(Closed why);

    /**
     * The port was not served for longer than a sender waits. What lay in the sockets meanwhile is not stored, and its
     * connections are closed.
     */
    void stoodStill(Duration duration);

    /** A bound was reached. Told once, until {@link #roomAgain}. */
    void full(Bound bound);

    /** A bound that was {@link #full} has not been reached for some seconds. */
    void roomAgain(Bound bound);

    /**
     * A request could not be handled because of a mistake of the relay's own. Its sender is answered 503.
     *
     * @param cause without anything that the request said
     */
    void broken(Throwable cause);
}
