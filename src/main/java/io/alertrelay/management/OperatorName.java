package io.alertrelay.management;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of an operator in the header {@code X-Relay-Operator}. Some clients send only ASCII in headers (Java's would
 * refuse 张三, or send {@code ??}), so other characters are percent-encoded ({@code %E5}). A name in plain UTF-8, as sent
 * by curl, is accepted, too.
 */
public final class OperatorName {
    /** The header's name. */
    public static final String HEADER = "X-Relay-Operator";

    /** The most characters of a name, and of a reason that is given with it: both are kept in records. */
    public static final int LONGEST = 500;

    private static final String HEX = "0123456789ABCDEF";

    private OperatorName() {}

    /**
     * The answer to a request without the name of an operator, or with one that is too long; empty if it is in order.
     *
     * @param does what the operator asks for, such as {@code discards}
     */
    public static Optional<ApiAnswer> refusal(Optional<String> operator, String does) {
        return refusal(operator, LONGEST, does);
    }

    /**
     * The answer to a request without the name of an operator, or with one that is longer than that.
     *
     * @param longest the most characters of this name
     */
    public static Optional<ApiAnswer> refusal(Optional<String> operator, int longest, String does) {
        return operator.filter(by -> by.length() <= longest).isPresent()
                ? Optional.empty()
                : Optional.of(ApiAnswer.error(
                        400,
                        "NoOperator",
                        "expected the header " + HEADER + " with the name of who " + does + ", at most " + longest
                                + " characters"));
    }

    /** The name as the header's value. */
    public static String encoded(String name) {
        StringBuilder value = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f && b != '%') {
                value.append((char) b);
            } else {
                value.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return value.toString();
    }

    /** @param value as decoded by the HTTP server: each byte a character */
    static String decoded(String value) {
        String text = utf8(value);
        try {
            String name = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            return name.chars().anyMatch(Character::isISOControl) ? text : name;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String utf8(String value) {
        if (value.chars().anyMatch(c -> c > 0xff)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
