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
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final String CONTENT_TYPE = "Content-Type";

    /** Taken. */
    static Answer ok(String requestId, ObjectNode data) {
        ObjectNode root = Json.object().put("request_id", requestId);
        root.set("data", data);
        return json(200, root);
    }

    /** An error in Flashduty's form. */
    static Answer error(int status, String requestId, String code, String message) {
        ObjectNode root = Json.object().put("request_id", requestId);
        root.putObject("error").put("code", code).put("message", message);
        return json(status, root);
    }

    static Answer json(int status, ObjectNode root) {
        return new Answer(status, Map.of(CONTENT_TYPE, "application/json; charset=utf-8"), Json.bytes(root));
    }

    static Answer html(String page) {
        return new Answer(
                200,
                // The page shows texts of strangers: nothing on it may run or load anything.
                Map.of(
                        CONTENT_TYPE,
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'"),
                page.getBytes(StandardCharsets.UTF_8));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, Map.copyOf(more), body);
    }
}
