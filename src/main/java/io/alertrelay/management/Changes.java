package io.alertrelay.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changes of an object by its independent parts: its fields, and each element of a list of named objects. So of 200
 * channels only those that changed are sent.
 */
final class Changes {
    private Changes() {}

    /** What is in {@code now} and not in {@code before}, by field or {@code field/name}; null for what was removed. */
    static ObjectNode between(ObjectNode before, ObjectNode now) {
        Map<String, JsonNode> was = parts(before);
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        parts(now).forEach((name, part) -> {
            if (!part.equals(was.remove(name))) {
                changes.set(name, part);
            }
        });
        was.keySet().forEach(changes::putNull);
        return changes;
    }

    private static Map<String, JsonNode> parts(ObjectNode whole) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        whole.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isArray() && !value.isEmpty() && value.get(0).has("name")) {
                value.forEach(
                        one -> parts.put(field.getKey() + "/" + one.path("name").asText(), one));
            } else {
                parts.put(field.getKey(), value);
            }
        });
        return parts;
    }
}
