package io.alertrelay.flashduty;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to push an event, by what it means for us; {@link AnswerReader} has the table. */
public sealed interface Answer {

    /**
     * Flashduty has the event.
     *
     * @param requestId Flashduty's name for the request, empty if it gave none
     */
    record Delivered(Optional<String> requestId) implements Answer {}

    /** Flashduty will never take this event: it is a dead letter. Others of the channel are not touched. */
    record Refused(FailureReply reply) implements Answer {}

    /**
     * The account, the key or the URL is wrong, so every event of the channel would fail: the channel is to be held.
     */
    record ChannelFault(FailureReply reply) implements Answer {}

    /**
     * Too many requests: the event is to be sent later, never a dead letter.
     *
     * @param retryAfter how long the answer asks us to wait, at most ten minutes; empty if it does not say
     */
    record TooFast(Optional<Duration> retryAfter, FailureReply reply) implements Answer {}

    /**
     * Flashduty is not there, or not well: the event is to be sent again with backoff.
     *
     * @param retryAfter how long the answer asks us to wait, at most ten minutes; empty if it does not say
     * @param unanswered whether the request may have reached Flashduty, and only its answer was lost
     */
    record Unavailable(Optional<Duration> retryAfter, FailureReply reply, boolean unanswered) implements Answer {}

    /**
     * The request did not reach Flashduty: the name, the connection or TLS failed.
     *
     * @param what what happened, for people; made safe as every {@link FailureReply#message()}
     */
    static Answer notSent(String what) {
        return new Unavailable(Optional.empty(), FailureReply.none(what), false);
    }

    /**
     * The request may have reached Flashduty, but there was no answer, or not all of it: a timeout, a broken
     * connection.
     *
     * @param what what happened, for people; made safe as every {@link FailureReply#message()}
     */
    static Answer lost(String what) {
        return new Unavailable(Optional.empty(), FailureReply.none(what), true);
    }
}
