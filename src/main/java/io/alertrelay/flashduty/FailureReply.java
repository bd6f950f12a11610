package io.alertrelay.flashduty;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The reply to a failed attempt, for people and records: every text in it is one line without control characters,
 * bounded, and without integration keys or the queries of URLs.
 *
 * @param status the HTTP status, empty if there was no answer
 * @param requestId Flashduty's id of the request, at most 128 characters
 * @param code Flashduty's error code such as {@code InvalidParameter}, at most 64 characters
 * @param message what is wrong, at most 500 characters
 */
public record FailureReply(OptionalInt status, Optional<String> requestId, Optional<String> code, String message) {

    private static final int LONGEST_REQUEST_ID = 128;
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_MESSAGE = 500;

    public FailureReply {
        requestId = sanitized(requestId);
        code = code.map(text -> SafeText.of(text, LONGEST_CODE)).filter(text -> !text.isEmpty());
        message = SafeText.of(message, LONGEST_MESSAGE);
    }

    /** An id of a request, as it may be logged and stored. */
    static Optional<String> sanitized(Optional<String> requestId) {
        return requestId.map(text -> SafeText.of(text, LONGEST_REQUEST_ID)).filter(text -> !text.isEmpty());
    }

    static FailureReply none(String what) {
        return new FailureReply(OptionalInt.empty(), Optional.empty(), Optional.empty(), what);
    }
}
