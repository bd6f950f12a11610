package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one JSON value (RFC 8259) from a text, within bounds that no real alert comes near. A lone surrogate, which
 * JSON can write and UTF-8 cannot, becomes U+FFFD, so that whatever is read can be written again.
 */
final class JsonText {

    /** Levels of objects and arrays; an alert body needs four. */
    static final int MAX_DEPTH = 64;

    /** UTF-16 units of one string. */
    static final int MAX_STRING = 1 << 20;

    /** UTF-16 units of one name. */
    static final int MAX_NAME = 1 << 16;

    /** Digits of one number. */
    static final int MAX_NUMBER = 1000;

    // Names come from outside: a table that keeps those it has seen could be filled by a sender.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private JsonText() {}

    static Json parse(String text) throws UnreadableWebhookException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            try {
                return document(parser);
            } catch (StreamConstraintsException e) {
                throw outOfBounds(parser, e);
            }
        } catch (JsonEOFException e) {
            throw notJson("it ends before the JSON is complete", e.getLocation());
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the body.
            throw notJson("it is no valid JSON", e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json document(JsonParser parser) throws IOException, UnreadableWebhookException {
        if (parser.nextToken() == null) {
            throw new UnreadableWebhookException(
                    Cause.NOT_JSON, "The body is not JSON: it is empty. " + ConsoleTemplate.FIX);
        }
        Json value = value(parser);
        if (parser.nextToken() != null) {
            throw notJson("something follows the end of the JSON", parser.currentTokenLocation());
        }
        return value;
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(WellFormed.text(parser.getText()));
            case VALUE_NULL -> new Json.Null();
            default -> new Json.Literal(parser.getText());
        };
    }

    private static Json object(JsonParser parser) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>();
        Set<String> repeated = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = WellFormed.text(parser.currentName());
            parser.nextToken();
            if (fields.put(name, value(parser)) != null) {
                repeated.add(name);
            }
        }
        return new Json.Obj(fields, repeated);
    }

    private static Json array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    private static UnreadableWebhookException outOfBounds(JsonParser parser, StreamConstraintsException e) {
        boolean deep = parser.getParsingContext().getNestingDepth() > MAX_DEPTH;
        return new UnreadableWebhookException(
                deep ? Cause.TOO_DEEP : Cause.TOO_LARGE,
                deep
                        ? "The JSON is nested more than %d levels deep%s.".formatted(MAX_DEPTH, at(e.getLocation()))
                        : ("The JSON has a string over %d characters, a name over %d or a number over %d digits%s.")
                                .formatted(MAX_STRING, MAX_NAME, MAX_NUMBER, at(e.getLocation())));
    }

    private static UnreadableWebhookException notJson(String what, JsonLocation where) {
        return new UnreadableWebhookException(
                Cause.NOT_JSON, "The body is not JSON: " + what + at(where) + ". " + ConsoleTemplate.FIX);
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
    }
}
