package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param headers the {@code Content-Type} among them
 * @param body may be empty
 */
record SandboxAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final String CONTENT_TYPE = "Content-Type";

    /** Taken. */
    static SandboxAnswer ok(String requestId, ObjectNode data) {
        ObjectNode root = SandboxJson.object().put("request_id", requestId);
        root.set("data", data);
        return json(200, root);
    }

    /** An error in Flashduty's form. */
    static SandboxAnswer error(int status, String requestId, String code, String message) {
        ObjectNode root = SandboxJson.object().put("request_id", requestId);
        root.putObject("error").put("code", code).put("message", message);
        return json(status, root);
    }

    static SandboxAnswer json(int status, ObjectNode root) {
        return new SandboxAnswer(
                status, Map.of(CONTENT_TYPE, "application/json; charset=utf-8"), SandboxJson.bytes(root));
    }

    static SandboxAnswer html(String page) {
        return new SandboxAnswer(
                200,
                // The page shows foreign texts: nothing on it may run or load anything.
                Map.of(
                        CONTENT_TYPE,
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'"),
                page.getBytes(StandardCharsets.UTF_8));
    }

    SandboxAnswer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new SandboxAnswer(status, Map.copyOf(more), body);
    }
}
