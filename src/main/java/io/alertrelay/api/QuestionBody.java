package io.alertrelay.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a posted body, with clear errors for wrong ones. */
public final class QuestionBody {
    private static final int LONGEST_SHOWN = 100;

    private final ObjectNode body;

    /**
     * @param fields the allowed fields
     * @throws InvalidQueryException if it has another one
     */
    public QuestionBody(ObjectNode body, Set<String> fields) throws InvalidQueryException {
        Set<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(fields);
        if (!unknown.isEmpty()) {
            throw new InvalidQueryException(
                    unknown.iterator().next(),
                    "it is not known; expected one of " + String.join(", ", new TreeSet<>(fields)));
        }
        this.body = body;
    }

    /** A text; empty if it is absent or blank. */
    public Optional<String> text(String field) throws InvalidQueryException {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new InvalidQueryException(field, "expected a string");
        }
        return Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    /** A flag of any body; false if it is absent. What changes something must not be guessed from another value. */
    public static boolean flag(ObjectNode body, String field) throws InvalidQueryException {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            String found = value.toString();
            throw new InvalidQueryException(
                    field,
                    "found " + found.substring(0, Math.min(found.length(), LONGEST_SHOWN))
                            + ", expected true or false");
        }
        return value.asBoolean();
    }

    /** A list of one to {@code most} texts. */
    public List<String> texts(String field, int most) throws InvalidQueryException {
        JsonNode value = body.path(field);
        List<String> texts = new ArrayList<>();
        value.forEach(text -> texts.add(text.isTextual() ? text.asText() : ""));
        if (!value.isArray() || texts.isEmpty() || texts.size() > most || texts.contains("")) {
            throw new InvalidQueryException(
                    field,
                    "found " + (value.isArray() ? texts.size() + " of them" : "no list") + ", expected 1 to " + most
                            + " texts");
        }
        return texts;
    }
}
