package io.alertrelay.flashduty;

import io.alertrelay.flashduty.Answer.ChannelFault;
import io.alertrelay.flashduty.Answer.Delivered;
import io.alertrelay.flashduty.Answer.Refused;
import io.alertrelay.flashduty.Answer.TooFast;
import io.alertrelay.flashduty.Answer.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads Flashduty's answer to a push, by the table of Flashduty's push API:
 *
 * <pre>
 *   2xx, empty or a whole object without "error"   delivered
 *   2xx, such an object, longer than is read       lost: whether it has an error is not known
 *   2xx, no JSON object, or one with others than
 *     "request_id", "data" and "error", if it has
 *     no "error" and not both of the other two     channel fault: somebody else answers at this URL
 *   2xx or 400 with "error", by its code:
 *     InvalidParameter, whose message names the key
 *     or quotes it                                 channel fault
 *     InvalidParameter, InvalidContentType,
 *     EntityTooLarge                               refused
 *     ResourceNotFound, NoLicense, RouteNotFound   channel fault
 *     RequestTooFrequently                         too fast
 *     any other                                    2xx: unavailable; 4xx: channel fault
 *   408, 425, 429                                  too fast
 *   413                                            refused
 *   401, 403, 404, 405                             channel fault
 *   3xx                                            channel fault: the URL is not the one to push to
 *   other 4xx                                      by the code, as 400
 *   everything else                                unavailable
 * </pre>
 *
 * An answer that is not in the table never leads to a dead letter: only one that is known to concern the event does.
 * Immutable and thread-safe.
 */
public final class AnswerReader {

    /** How much of an answer's body is read, in bytes; Flashduty's have some hundreds. */
    public static final int LONGEST = 64 << 10;

    private static final String REDIRECT = "a redirect: push_url must be the final address (https?)";

    private final RetryAfter retryAfter;

    /** @param clock what {@code Retry-After} dates are compared with */
    public AnswerReader(InstantSource clock) {
        this.retryAfter = new RetryAfter(clock);
    }

    /**
     * What an answer means.
     *
     * @param status the HTTP status
     * @param retryAfterHeader the header {@code Retry-After}, if there is one
     * @param body the answer's body; empty if there is none
     * @param secrets that it may repeat
     */
    public Answer read(int status, Optional<String> retryAfterHeader, byte[] body, PushSecrets secrets) {
        return read(status, retryAfterHeader, AnswerBody.read(body), secrets);
    }

    /** The same for an answer without secrets. */
    public Answer read(int status, Optional<String> retryAfterHeader, byte[] body) {
        return read(status, retryAfterHeader, body, text -> text);
    }

    /**
     * What an answer longer than {@link #LONGEST} means, by its status and what could be read. A success with an
     * unknown end does not count as one: the event is sent again, and Flashduty discards what it has already.
     *
     * @param beginning of the answer's body
     * @param secrets that it may repeat
     */
    public Answer readCut(int status, Optional<String> retryAfterHeader, byte[] beginning, PushSecrets secrets) {
        AnswerBody body = AnswerBody.readCut(beginning);
        return isSuccess(status) && body instanceof AnswerBody.Accepted
                ? Answer.lost("an answer of more than %d bytes, whose end is not known".formatted(LONGEST))
                : read(status, retryAfterHeader, body, secrets);
    }

    private Answer read(int status, Optional<String> retryAfterHeader, AnswerBody received, PushSecrets secrets) {
        AnswerBody answer = received.masked(secrets::mask);
        if (isSuccess(status) && answer instanceof AnswerBody.Empty) {
            return new Delivered(Optional.empty());
        }
        if (isSuccess(status) && answer instanceof AnswerBody.Accepted accepted) {
            return new Delivered(accepted.requestId());
        }
        return failure(status, retryAfterHeader.flatMap(retryAfter::read), answer, namesKey(received, secrets));
    }

    private static Answer failure(int status, Optional<Duration> wait, AnswerBody answer, boolean namesKey) {
        FailureReply reply = reply(status, answer);
        return switch (status) {
            case 401, 403, 404, 405 -> new ChannelFault(reply);
            case 408, 425, 429 -> new TooFast(wait, reply);
            case 413 -> new Refused(reply);
            default -> {
                if (status >= 300 && status < 400) {
                    // Where to is not said: the header Location may quote the query.
                    yield new ChannelFault(
                            new FailureReply(OptionalInt.of(status), reply.requestId(), reply.code(), REDIRECT));
                }
                yield isSuccess(status) || status >= 400 && status < 500
                        ? byCode(status, wait, answer, namesKey, reply)
                        : new Unavailable(wait, reply, false);
            }
        };
    }

    private static Answer byCode(
            int status, Optional<Duration> wait, AnswerBody answer, boolean namesKey, FailureReply reply) {
        return switch (reply.code().orElse("")) {
            case "InvalidParameter" -> namesKey ? new ChannelFault(reply) : new Refused(reply);
            case "InvalidContentType", "EntityTooLarge" -> new Refused(reply);
            case "ResourceNotFound", "NoLicense", "RouteNotFound" -> new ChannelFault(reply);
            case "RequestTooFrequently" -> new TooFast(wait, reply);
            default ->
                isSuccess(status) && answer instanceof AnswerBody.Failed
                        ? new Unavailable(wait, reply, false)
                        : new ChannelFault(reply);
        };
    }

    private static boolean namesKey(AnswerBody received, PushSecrets secrets) {
        return received instanceof AnswerBody.Failed failed
                && failed.message()
                        .filter(message -> SafeText.namesKey(message) || secrets.quotesKey(message))
                        .isPresent();
    }

    private static FailureReply reply(int status, AnswerBody answer) {
        OptionalInt known = OptionalInt.of(status);
        if (answer instanceof AnswerBody.Failed failed) {
            return new FailureReply(
                    known, failed.requestId(), failed.code(), failed.message().orElse("no message"));
        }
        if (answer instanceof AnswerBody.Accepted accepted) {
            return new FailureReply(known, accepted.requestId(), Optional.empty(), "no error object in the answer");
        }
        return new FailureReply(known, Optional.empty(), Optional.empty(), describe(answer));
    }

    // The body of another server is not repeated: it may quote the request, including the key.
    private static String describe(AnswerBody answer) {
        return answer instanceof AnswerBody.Foreign foreign
                ? "an answer of %s%d bytes that is not Flashduty's JSON"
                        .formatted(foreign.cut() ? "more than " : "", foreign.length())
                : "an empty answer";
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
