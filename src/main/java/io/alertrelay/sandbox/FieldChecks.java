package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** Checks of single fields; each gives the problem, or nothing if there is none. A JSON null counts as absent. */
final class FieldChecks {
    private static final int FOUND_LENGTH = 64;

    private FieldChecks() {}

    /** A field that must be there, as text that is not empty. */
    static Optional<String> requiredText(String path, JsonNode value) {
        if (absent(value)) {
            return problem(path, "nothing", "text: it is required");
        }
        return value.isTextual() && value.textValue().isEmpty()
                ? problem(path, "an empty text", "text: it is required")
                : optionalText(path, value);
    }

    /** A field that must be text if it is there. */
    static Optional<String> optionalText(String path, JsonNode value) {
        return absent(value) || value.isTextual() ? Optional.empty() : problem(path, kind(value), "text");
    }

    /** A field that must be text of at most that many characters if it is there. */
    static Optional<String> limitedText(String path, JsonNode value, int max) {
        Optional<String> wrongKind = optionalText(path, value);
        return wrongKind.isPresent() || !value.isTextual() || Text.length(value.textValue()) <= max
                ? wrongKind
                : problem(path, Text.length(value.textValue()) + " characters", "at most " + max);
    }

    static Optional<String> problem(String path, String found, String expected) {
        return Optional.of(path + ": found " + found + ", expected " + expected);
    }

    /** The text of a field, empty if it is anything else or empty text. */
    static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
    }

    static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** What kind of JSON value it is, as a message says it. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case ARRAY, OBJECT -> "an " + value.getNodeType().name().toLowerCase(Locale.ROOT);
            default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    /** A text as a message quotes it. */
    static String quoted(String text) {
        return '"' + Text.oneLine(Text.cut(text, FOUND_LENGTH)) + '"';
    }
}
