package io.alertrelay.sandbox;

/** The refusals of Flashduty's push API, in its codes. */
final class Refusals {
    private Refusals() {}

    static Answer invalidParameter(String requestId, String message) {
        return Answer.error(400, requestId, "InvalidParameter", message);
    }

    static Answer invalidContentType(String requestId) {
        return Answer.error(400, requestId, "InvalidContentType", "Content-Type: expected application/json");
    }

    static Answer unknownKey(String requestId) {
        return invalidParameter(requestId, "integration_key is not a valid one");
    }

    static Answer noKey(String requestId) {
        return Answer.error(401, requestId, "Unauthorized", "integration_key is required");
    }

    static Answer tooLarge(String requestId, int maxBytes) {
        return Answer.error(413, requestId, "EntityTooLarge", "the body has more than " + maxBytes + " bytes");
    }

    static Answer tooFrequent(String requestId) {
        return Answer.error(429, requestId, "RequestTooFrequently", "too many requests, try again later");
    }

    static Answer noRoute(String requestId) {
        return Answer.error(404, requestId, "RouteNotFound", "no such path");
    }

    static Answer wrongMethod(String requestId, String allowed) {
        return Answer.error(405, requestId, "MethodNotAllowed", "expected " + allowed)
                .with("Allow", allowed);
    }

    static Answer internal(String requestId) {
        return Answer.error(500, requestId, "InternalError", "the sandbox failed; its log says why");
    }
}
