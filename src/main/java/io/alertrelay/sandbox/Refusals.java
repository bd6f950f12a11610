package io.alertrelay.sandbox;

/** The refusals of Flashduty's push API, in its codes. */
final class Refusals {
    private Refusals() {}

    static SandboxAnswer invalidParameter(String requestId, String message) {
        return SandboxAnswer.error(400, requestId, "InvalidParameter", message);
    }

    static SandboxAnswer invalidContentType(String requestId) {
        return SandboxAnswer.error(400, requestId, "InvalidContentType", "Content-Type: expected application/json");
    }

    static SandboxAnswer unknownKey(String requestId) {
        return invalidParameter(requestId, "integration_key is not a valid one");
    }

    static SandboxAnswer noKey(String requestId) {
        return SandboxAnswer.error(401, requestId, "Unauthorized", "integration_key is required");
    }

    static SandboxAnswer tooLarge(String requestId, int maxBytes) {
        return SandboxAnswer.error(413, requestId, "EntityTooLarge", "the body has more than " + maxBytes + " bytes");
    }

    static SandboxAnswer tooFrequent(String requestId) {
        return SandboxAnswer.error(429, requestId, "RequestTooFrequently", "too many requests, try again later");
    }

    static SandboxAnswer noRoute(String requestId) {
        return SandboxAnswer.error(404, requestId, "RouteNotFound", "no such path");
    }

    static SandboxAnswer wrongMethod(String requestId, String allowed) {
        return SandboxAnswer.error(405, requestId, "MethodNotAllowed", "expected " + allowed)
                .with("Allow", allowed);
    }

    static SandboxAnswer internal(String requestId) {
        return SandboxAnswer.error(500, requestId, "InternalError", "the sandbox failed; its log says why");
    }
}
