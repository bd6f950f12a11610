package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the fields of ARMS' preset notification template in a body. ARMS fills the template in without escaping, so a
 * message with a quotation mark or a line break breaks the JSON. A field's value is therefore everything up to the name
 * of the next known field.
 */
final class PresetText {
    private static final String NAMES = Arrays.stream(PresetField.values())
            .flatMap(field -> field.names().stream())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));

    private static final Pattern FIELD =
            Pattern.compile("\"\\s*(" + NAMES + ")\\s*\"\\s*:\\s*\"", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final String BLANKS = " \t\n\u000B\f\r";

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"\\\\/bfnrt]))");

    private PresetText() {}

    /**
     * The values of the fields that have one.
     *
     * @throws UnreadableWebhookException if a field occurs twice, so that it is unclear which one is meant
     */
    static Map<PresetField, String> fields(String text) throws UnreadableWebhookException {
        Map<PresetField, String> fields = new EnumMap<>(PresetField.class);
        Matcher matcher = FIELD.matcher(text);
        boolean more = matcher.find();
        while (more) {
            PresetField field = PresetField.of(matcher.group(1)).orElseThrow();
            int begin = matcher.end();
            more = matcher.find();
            String value =
                    more ? closed(text.substring(begin, matcher.start())) : closed(withoutBrace(text.substring(begin)));
            if (fields.put(field, unescaped(value).strip()) != null) {
                throw new UnreadableWebhookException(
                        Cause.REPEATED_FIELD,
                        field.word() + ": expected once, found more than once, so the fields can't be told apart.");
            }
        }
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** A value without what follows it: its quotation mark, and commas. */
    private static String closed(String text) {
        String value = cut(text, BLANKS + ",");
        return value.endsWith("\"") ? value.substring(0, value.length() - 1) : value;
    }

    private static String withoutBrace(String text) {
        String value = cut(text, BLANKS);
        return value.endsWith("}") ? value.substring(0, value.length() - 1) : value;
    }

    /** Not by a pattern: that would try each blank of a long run as the beginning of the end. */
    private static String cut(String text, String characters) {
        int end = text.length();
        while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String unescaped(String value) {
        return ESCAPE.matcher(value).replaceAll(m -> Matcher.quoteReplacement(unescaped(m.group(1), m.group(2))));
    }

    private static String unescaped(String hex, String letter) {
        if (hex != null) {
            return String.valueOf((char) Integer.parseInt(hex, 16));
        }
        return switch (letter) {
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> letter;
        };
    }
}
