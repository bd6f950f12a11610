package io.alertrelay.flashduty;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The result of one attempt to push an event, by what it means for the relay; {@link AnswerReader} has the table. */
public sealed interface Answer {
    /** What follows from it, by its kind. */
    <T> T match(Match<T> by);

    /** What follows from each kind of answer. */
    record Match<T>(
            Function<Delivered, T> delivered,
            Function<Refused, T> refused,
            Function<ChannelFault, T> channelFault,
            Function<TooFast, T> tooFast,
            Function<Unavailable, T> unavailable) {}

    /**
     * Flashduty accepted the event.
     *
     * @param requestId Flashduty's id of the request, sanitized like every {@link FailureReply#requestId()}; empty if
     *     it gave none
     */
    record Delivered(Optional<String> requestId) implements Answer {
        public Delivered {
            requestId = FailureReply.sanitized(requestId);
        }

        @Override
        public <T> T match(Match<T> by) {
            return by.delivered().apply(this);
        }
    }

    /** Flashduty did not accept the event, as far as is known. */
    sealed interface NotDelivered extends Answer {
        /** What Flashduty said, or what happened instead. */
        FailureReply reply();

        /** The wait that the answer asks for, at most ten minutes; empty if it does not say. */
        default Optional<Duration> retryAfter() {
            return Optional.empty();
        }
    }

    /** Flashduty will never accept this event: it is a dead letter. Others of the channel are not affected. */
    record Refused(FailureReply reply) implements NotDelivered {
        @Override
        public <T> T match(Match<T> by) {
            return by.refused().apply(this);
        }
    }

    /** The account, the key or the URL is wrong, so every event of the channel would fail: the channel must be held. */
    record ChannelFault(FailureReply reply) implements NotDelivered {
        @Override
        public <T> T match(Match<T> by) {
            return by.channelFault().apply(this);
        }
    }

    /** Too many requests: the event must be sent later and never becomes a dead letter. */
    record TooFast(Optional<Duration> retryAfter, FailureReply reply) implements NotDelivered {
        @Override
        public <T> T match(Match<T> by) {
            return by.tooFast().apply(this);
        }
    }

    /**
     * Flashduty is not available: the event must be sent again with backoff.
     *
     * @param unanswered whether the request may have reached Flashduty, and only its answer was lost
     */
    record Unavailable(Optional<Duration> retryAfter, FailureReply reply, boolean unanswered) implements NotDelivered {
        @Override
        public <T> T match(Match<T> by) {
            return by.unavailable().apply(this);
        }
    }

    /**
     * The request did not reach Flashduty: the name, the connection or TLS failed.
     *
     * @param what what happened, for people; sanitized like every {@link FailureReply#message()}
     */
    static Answer notSent(String what) {
        return new Unavailable(Optional.empty(), FailureReply.none(what), false);
    }

    /**
     * The request may have reached Flashduty, but there was no answer, or not all of it: a timeout, a broken
     * connection.
     *
     * @param what what happened, for people; sanitized like every {@link FailureReply#message()}
     */
    static Answer lost(String what) {
        return new Unavailable(Optional.empty(), FailureReply.none(what), true);
    }
}
