package io.alertrelay.sandbox;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JSON of the sandbox's answers. */
final class SandboxJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SandboxJson() {}

    /** Reads one JSON value. */
    static JsonNode parse(byte[] body) throws InvalidException {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JsonParseException e) {
            throw new InvalidException("the body is not JSON" + where(e));
        } catch (IOException e) {
            throw new InvalidException("the body is not JSON: found too deep a nesting, more than one value, or text"
                    + " that is not UTF-8, expected one value");
        }
        if (root.isMissingNode()) {
            throw new InvalidException("the body is empty, expected JSON");
        }
        return root;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ": line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** It is not JSON; the message says where, and repeats nothing of it. */
    static final class InvalidException extends Exception {
        InvalidException(String message) {
            super(message);
        }
    }
}
