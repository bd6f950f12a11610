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
 * Reads JSON (RFC 8259) from a text incrementally, within bounds far above any real alert. Unescaped line breaks and
 * tabs in strings are accepted, because senders that concatenate JSON leave them in; so are backslashes before
 * characters that need none, as in {@code C:\data}, and the backslash is left out. A lone surrogate, which JSON can
 * express and UTF-8 cannot, becomes U+FFFD, so that everything read can be written again.
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

    // Names are external input: a sender could fill a table of known names.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private final JsonParser parser;

    JsonText(String text) {
        try {
            this.parser = FACTORY.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonText(Reader text) {
        try {
            this.parser = FACTORY.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole text as one value. */
    ExactJson whole() throws UnreadableWebhookException {
        begin();
        ExactJson value = value();
        end();
        return value;
    }

    /** Advances to the first token of the text. */
    JsonToken begin() throws UnreadableWebhookException {
        JsonToken first = next();
        if (first == null) {
            throw new UnreadableWebhookException(
                    Cause.NOT_JSON, "The body is not JSON: it is empty. " + ConsoleTemplate.FIX);
        }
        return first;
    }

    /** Checks that nothing follows. */
    void end() throws UnreadableWebhookException {
        if (next() != null) {
            throw notJson("something follows the end of the JSON", parser.currentTokenLocation());
        }
    }

    /** Ends reading: Jackson's buffers are reused for the next text. */
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

    /** The name of the current field. */
    String name() throws UnreadableWebhookException {
        return WellFormed.text(reading(JsonParser::currentName));
    }

    /** Reads the value that begins at the current token; its last token is then current. */
    ExactJson value() throws UnreadableWebhookException {
        return reading(JsonText::value);
    }

    /** Skips the value and checks that it is within the bounds, without building it. */
    void pass() throws UnreadableWebhookException {
        reading(text -> {
            int depth = 0;
            do {
                JsonToken token = text.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                // Jackson enforces the bound when it builds a string, and here none is built.
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

    /** Between two entries only Jackson's message shows the difference. */
    private static boolean isCutOff(JsonProcessingException e) {
        return e instanceof JsonEOFException
                || String.valueOf(e.getOriginalMessage()).contains("end-of-input");
    }

    /** Where the innermost unclosed object or list began. */
    private String begun() {
        JsonStreamContext open = parser.getParsingContext();
        return open.inRoot() ? "" : ", within what began" + at(open.startLocation(ContentReference.unknown()));
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
    }
}
