package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of one object of the body, by the contract's names. Two rules hold for all of them: {@code null} is the
 * same as absent, and a requested field must not occur twice, because choosing one of the two could lose an alert or
 * mistake a firing for a recovery.
 */
final class BodyFields {

    /** Where ARMS has the text for people. */
    private static final String MESSAGE = "message";

    private final ExactJson.Obj object;
    private final String path;

    private BodyFields(ExactJson.Obj object, String path) {
        this.object = object;
        this.path = path;
    }

    static BodyFields of(ExactJson value, String path) throws UnreadableWebhookException {
        if (value instanceof ExactJson.Obj object) {
            return new BodyFields(object, path);
        }
        throw unexpected(path.isEmpty() ? "The body" : path, "an object", value.kind());
    }

    /** The path of a field, for messages. */
    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A field that holds a text. Blank is absent; a value of another kind is its JSON, numbers as written. */
    Optional<String> text(String name) throws UnreadableWebhookException {
        return value(name).flatMap(ExactJson::text).filter(text -> !text.isBlank());
    }

    /** A field that holds texts by name; absent is empty. Of texts with the same name the last one counts. */
    Map<String, String> texts(String name) throws UnreadableWebhookException {
        Optional<ExactJson> value = value(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        Map<String, String> texts = new TreeMap<>();
        of(value.get(), pathOf(name))
                .object
                .fields()
                .forEach((key, field) -> field.text().ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /**
     * A field that holds texts by name which only people read, such as annotations. A text in its place is taken for
     * the message, and anything else that is no object for nothing: neither is a reason not to deliver the alert.
     */
    Map<String, String> remarks(String name) throws UnreadableWebhookException {
        Optional<ExactJson> value = value(name);
        if (value.isEmpty() || value.get() instanceof ExactJson.Obj) {
            return texts(name);
        }
        return value.get() instanceof ExactJson.Str text && !text.value().isBlank()
                ? Map.of(MESSAGE, text.value())
                : Map.of();
    }

    private Optional<ExactJson> value(String name) throws UnreadableWebhookException {
        if (object.repeated().contains(name)) {
            throw new UnreadableWebhookException(
                    Cause.REPEATED_FIELD, pathOf(name) + ": expected once, found more than once in the same object.");
        }
        return Optional.ofNullable(object.fields().get(name)).filter(value -> !(value instanceof ExactJson.Null));
    }

    static UnreadableWebhookException unexpected(String path, String expected, String found) {
        return new UnreadableWebhookException(
                Cause.NOT_AN_ALERT_BODY,
                path + ": expected " + expected + ", found " + found + ". " + ConsoleTemplate.FIX);
    }
}
