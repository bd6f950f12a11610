package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer of the API.
 *
 * @param status of HTTP
 */
public record ApiAnswer(int status, ObjectNode body) {
    /** The requested answer. */
    public static ApiAnswer ok(ObjectNode body) {
        return new ApiAnswer(200, body);
    }

    /**
     * An error.
     *
     * @param code one word for scripts
     * @param message for people: what was found, what was expected
     */
    public static ApiAnswer error(int status, String code, String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error").put("code", code).put("message", message);
        return new ApiAnswer(status, root);
    }
}
