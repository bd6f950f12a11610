package io.alertrelay.arms;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JSON value that remembers its numbers exactly as they were written, so that {@code 1.50} stays {@code 1.50}. */
sealed interface ExactJson {

    /** The kind of value, for messages. */
    String kind();

    /** The value as compact JSON. */
    String json();

    /**
     * The value where a text is expected: {@code null} is the same as absent, any other value that is not a text is its
     * JSON.
     */
    default Optional<String> text() {
        return Optional.of(json());
    }

    /**
     * An object.
     *
     * @param fields by name; of fields with the same name the last, as in Go's {@code encoding/json}
     * @param earlier the earlier values of names that occur more than once, in order
     */
    record Obj(Map<String, ExactJson> fields, Map<String, List<ExactJson>> earlier) implements ExactJson {
        /** The names that occur more than once. */
        Set<String> repeated() {
            return earlier.keySet();
        }

        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String json() {
            return fields.entrySet().stream()
                    .flatMap(field -> Stream.concat(
                                    earlier.getOrDefault(field.getKey(), List.of()).stream(),
                                    Stream.of(field.getValue()))
                            .map(value -> quoted(field.getKey()) + ":" + value.json()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** An array. */
    record Arr(List<ExactJson> items) implements ExactJson {
        @Override
        public String kind() {
            return "an array";
        }

        @Override
        public String json() {
            return items.stream().map(ExactJson::json).collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** A string, unescaped. */
    record Str(String value) implements ExactJson {
        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String json() {
            return quoted(value);
        }

        @Override
        public Optional<String> text() {
            return Optional.of(value);
        }
    }

    /** A number, {@code true} or {@code false}, as written. */
    record Literal(String json) implements ExactJson {
        @Override
        public String kind() {
            return "a number or boolean";
        }
    }

    /** {@code null}. */
    record Null() implements ExactJson {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String json() {
            return "null";
        }

        @Override
        public Optional<String> text() {
            return Optional.empty();
        }
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
