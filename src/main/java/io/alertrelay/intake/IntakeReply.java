package io.alertrelay.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The reply to a sender, in the format of Flashduty's own replies.
 *
 * @param status of HTTP (RFC 9110)
 * @param body JSON
 * @param retryAfterSeconds for {@code Retry-After}, with 503 only
 * @param notNow why it is a 503; empty for any other status
 * @param unknownKey whether it is a 401 because of a key that is not a known one: scanners give none at all
 */
public record IntakeReply(
        int status,
        byte[] body,
        Optional<Integer> retryAfterSeconds,
        Optional<UnavailableReason> notNow,
        boolean unknownKey) {
    /** In place of a status where the sender closed the connection first, and was not answered; as in nginx. */
    public static final int BROKEN_OFF = 499;

    private static final int RETRY_AFTER_SECONDS = 2;
    private static final String TRY_AGAIN = "; please try again";

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Stored, and every alert of it is understood. */
    public static IntakeReply accepted(String requestId, int alerts) {
        return accepted(requestId, alerts, 0, "");
    }

    /**
     * Stored.
     *
     * @param alerts in it
     * @param setAside those of them that can't be read
     * @param cause why the first of them can't be; says nothing of the body's content
     */
    public static IntakeReply accepted(String requestId, int alerts, int setAside, String cause) {
        ObjectNode root = root(requestId);
        ObjectNode data = root.putObject("data").put("alerts", alerts);
        if (setAside > 0) {
            data.put("set_aside", setAside)
                    .put(
                            "message",
                            (setAside == 1 ? "1 alert" : setAside + " alerts")
                                    + " can't be understood and will be kept in quarantine, the others are routed."
                                    + " The first: " + cause);
        }
        return of(200, root);
    }

    /** The Test button of the ARMS console: friendly, because everything is in order. */
    public static IntakeReply consoleTest(String requestId) {
        ObjectNode root = root(requestId);
        root.putObject("data")
                .put("alerts", 0)
                .put(
                        "message",
                        "The test of the ARMS console arrived. It sends the placeholder itself, not an alert, so nothing"
                                + " was forwarded. / 收到 ARMS 控制台的测试请求。测试内容是占位符本身，不是告警，因此不会转发。");
        return of(200, root);
    }

    /** The request is wrong and will be as wrong when it is sent again. */
    public static IntakeReply rejected(int status, String requestId, String code, String message) {
        return of(status, error(requestId, code, message));
    }

    /** Its key is not a known one. */
    public static IntakeReply unknownKey(String requestId) {
        IntakeReply reply = rejected(401, requestId, "Unauthorized", "the integration key is not a known one");
        return new IntakeReply(reply.status, reply.body, reply.retryAfterSeconds, reply.notNow, true);
    }

    /** Not now: Prometheus Alertmanager retries after 5xx and never after 429. */
    public static IntakeReply unavailable(String requestId, UnavailableReason why, String message) {
        IntakeReply reply = of(503, error(requestId, "ServiceUnavailable", message));
        return new IntakeReply(reply.status, reply.body, Optional.of(RETRY_AFTER_SECONDS), Optional.of(why), false);
    }

    /** Its sender has given up on it, and has perhaps posted something newer since. */
    static IntakeReply tooOld(String requestId) {
        return unavailable(
                requestId,
                UnavailableReason.TOO_OLD,
                "not stored: it began to arrive longer ago than senders wait (server.sender_patience), or the relay was suspended"
                        + TRY_AGAIN);
    }

    private static IntakeReply of(int status, ObjectNode root) {
        return new IntakeReply(
                status, root.toString().getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.empty(), false);
    }

    private static ObjectNode error(String requestId, String code, String message) {
        ObjectNode root = root(requestId);
        root.putObject("error").put("code", code).put("message", message);
        return root;
    }

    private static ObjectNode root(String requestId) {
        return JsonNodeFactory.instance.objectNode().put("request_id", requestId);
    }
}
