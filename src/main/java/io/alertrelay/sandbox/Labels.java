package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of Flashduty's push API for {@code labels}. */
final class Labels {
    private static final int MAX_LABELS = 50;
    private static final int MAX_NAME = 128;
    private static final int MAX_VALUE = 2048;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private Labels() {}

    static Optional<String> problem(JsonNode labels) {
        if (FieldChecks.absent(labels)) {
            return Optional.empty();
        }
        if (!labels.isObject()) {
            return FieldChecks.problem("labels", FieldChecks.kind(labels), "an object");
        }
        if (labels.size() > MAX_LABELS) {
            return FieldChecks.problem("labels", labels.size() + " labels", "at most " + MAX_LABELS);
        }
        return labels.properties().stream()
                .map(Labels::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> problem(Map.Entry<String, JsonNode> label) {
        String name = label.getKey();
        if (!NAME.matcher(name).matches()) {
            return FieldChecks.problem(
                    "labels", "the name " + FieldChecks.quoted(name), "letters, digits and _, no digit in front");
        }
        if (name.length() > MAX_NAME) {
            return FieldChecks.problem("labels", "a name of " + name.length() + " characters", "at most " + MAX_NAME);
        }
        if (!label.getValue().isTextual()) {
            return FieldChecks.problem("labels." + name, FieldChecks.kind(label.getValue()), "text");
        }
        return FieldChecks.limitedText("labels." + name, label.getValue(), MAX_VALUE);
    }
}
