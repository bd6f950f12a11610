package io.alertrelay.routing;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Parses decimals of a bounded size. Java's own parser accepts {@code 1e999999999}, with which arithmetic may take for
 * ever, and digits of any script.
 */
final class BoundedDecimal {
    static final int LONGEST = 64;

    private static final int EXPONENT_DIGITS = 3;

    private BoundedDecimal() {}

    /**
     * The decimal, or empty if it is not one: an optional sign, ASCII digits with an optional point, an optional
     * exponent of at most three digits, nothing else, at most 64 characters. {@code NaN} and {@code Inf} are not
     * decimals.
     */
    static Optional<BigDecimal> parse(String text) {
        return text.length() <= LONGEST && isDecimal(text) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static boolean isDecimal(String text) {
        int whole = afterSign(text, 0);
        int point = afterDigits(text, whole);
        int fraction = point < text.length() && text.charAt(point) == '.' ? point + 1 : point;
        int end = afterDigits(text, fraction);
        boolean hasDigits = point > whole || end > fraction;
        return hasDigits && (end == text.length() || isExponent(text, end));
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int digits = afterSign(text, at + 1);
        int end = afterDigits(text, digits);
        return end == text.length() && end > digits && end - digits <= EXPONENT_DIGITS;
    }

    private static int afterSign(String text, int at) {
        boolean signed = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
        return signed ? at + 1 : at;
    }

    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
