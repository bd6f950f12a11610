package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) from a text, piece by piece, within bounds that no real alert comes near. Senders that put
 * texts together themselves leave line breaks and tabs in them as they are: these are read. A lone surrogate, which
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
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private final JsonParser parser;

    JsonText(Reader text) {
        try {
            this.parser = FACTORY.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole text as one value. */
    static ExactJson parse(Reader text) throws UnreadableWebhookException {
        JsonText json = new JsonText(text);
        json.begin();
        ExactJson value = json.value();
        json.end();
        return value;
    }

    /** Goes to the first token of the text. */
    JsonToken begin() throws UnreadableWebhookException {
        JsonToken first = next();
        if (first == null) {
            throw new UnreadableWebhookException(
                    Cause.NOT_JSON, "The body is not JSON: it is empty. " + ConsoleTemplate.FIX);
        }
        return first;
    }

    /** Makes sure that nothing follows. */
    void end() throws UnreadableWebhookException {
        if (next() != null) {
            throw notJson("something follows the end of the JSON", parser.currentTokenLocation());
        }
    }

    /** Reads no more: what Jackson reads with is of use to the next text. */
    void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next token; null at the end of the text. */
    JsonToken next() throws UnreadableWebhookException {
        return reading(JsonParser::nextToken);
    }

    /** The name of the field at which it stands. */
    String name() throws UnreadableWebhookException {
        return WellFormed.text(reading(JsonParser::currentName));
    }

    /** The value that begins at the token at which it stands; then it stands at its last one. */
    ExactJson value() throws UnreadableWebhookException {
        return reading(JsonText::value);
    }

    /** Passes over that value, and makes sure that it is within the bounds. Makes nothing of it. */
    void pass() throws UnreadableWebhookException {
        reading(text -> {
            int depth = 0;
            do {
                JsonToken token = text.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                // Jackson holds to the bound when it makes a text, and here none is made.
                if (token == JsonToken.VALUE_STRING && text.getTextLength() > MAX_STRING) {
                    throw new StreamConstraintsException("a string is too long", text.currentLocation());
                }
            } while (depth > 0 && text.nextToken() != null);
            return depth;
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonParser parser) throws IOException;
    }

    private <T> T reading(Reading<T> reading) throws UnreadableWebhookException {
        try {
            return reading.of(parser);
        } catch (StreamConstraintsException e) {
            throw outOfBounds(e);
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the body.
            throw isCutOff(e)
                    ? notJson("it is truncated, it ends before the JSON is complete", e.getLocation(), begun())
                    : notJson("it is no valid JSON", e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExactJson value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new ExactJson.Str(WellFormed.text(parser.getText()));
            case VALUE_NULL -> new ExactJson.Null();
            default -> new ExactJson.Literal(parser.getText());
        };
    }

    private static ExactJson object(JsonParser parser) throws IOException {
        Map<String, ExactJson> fields = new LinkedHashMap<>();
        Map<String, List<ExactJson>> earlier = new LinkedHashMap<>(0);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = WellFormed.text(parser.currentName());
            parser.nextToken();
            ExactJson before = fields.put(name, value(parser));
            if (before != null) {
                earlier.computeIfAbsent(name, n -> new ArrayList<>()).add(before);
            }
        }
        return new ExactJson.Obj(fields, earlier);
    }

    private static ExactJson array(JsonParser parser) throws IOException {
        List<ExactJson> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new ExactJson.Arr(items);
    }

    private UnreadableWebhookException outOfBounds(StreamConstraintsException e) {
        boolean deep = parser.getParsingContext().getNestingDepth() > MAX_DEPTH;
        return new UnreadableWebhookException(
                deep ? Cause.TOO_DEEP : Cause.TOO_LARGE,
                deep
                        ? "The JSON is nested more than %d levels deep%s.".formatted(MAX_DEPTH, at(e.getLocation()))
                        : ("The JSON has a string over %d characters, a name over %d or a number over %d digits%s.")
                                .formatted(MAX_STRING, MAX_NAME, MAX_NUMBER, at(e.getLocation())));
    }

    private static UnreadableWebhookException notJson(String what, JsonLocation where) {
        return notJson(what, where, "");
    }

    private static UnreadableWebhookException notJson(String what, JsonLocation where, String more) {
        return new UnreadableWebhookException(
                Cause.NOT_JSON, "The body is not JSON: " + what + at(where) + more + ". " + ConsoleTemplate.FIX);
    }

    /** Between two entries Jackson tells it by its message only. */
    private static boolean isCutOff(JsonProcessingException e) {
        return e instanceof JsonEOFException
                || String.valueOf(e.getOriginalMessage()).contains("end-of-input");
    }

    /** Where the innermost object or list began that has no end. */
    private String begun() {
        JsonStreamContext open = parser.getParsingContext();
        return open.inRoot() ? "" : ", within what began" + at(open.startLocation(ContentReference.unknown()));
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
    }
}
