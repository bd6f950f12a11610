package io.alertrelay.arms;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An object that was encoded as JSON once more, to a string: {@code "{\\"alerts\\": ...}"}. Decoded byte by byte, so
 * that what is not UTF-8 in it stays what it is.
 */
final class EncodedTwice {
    private static final int UNIT = 6;
    private static final int RADIX = 16;

    private EncodedTwice() {}

    /** Whether an object's first name begins with an escaped quote, which is never JSON. */
    static boolean is(byte[] object) {
        int at = BodyText.pastBlanks(object, 0, 1) + 1;
        while (at + 1 < object.length && (isBlank(object[at]) || object[at] == '\\' && isBlankEscape(object[at + 1]))) {
            at += isBlank(object[at]) ? 1 : 2;
        }
        return at + 1 < object.length && object[at] == '\\' && object[at + 1] == '"';
    }

    /** The object within the string. */
    static byte[] decoded(byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length);
        int at = 0;
        while (at < object.length) {
            if (isUnit(object, at)) {
                // All that follow one another at once: two may be one character.
                StringBuilder text = new StringBuilder();
                for (; isUnit(object, at); at += UNIT) {
                    text.append((char) Integer.parseInt(hex(object, at), RADIX));
                }
                out.writeBytes(WellFormed.text(text.toString()).getBytes(StandardCharsets.UTF_8));
            } else if (object[at] == '\\' && at + 1 < object.length) {
                out.write(unescaped(object[at + 1]));
                at += 2;
            } else {
                out.write(object[at]);
                at++;
            }
        }
        return out.toByteArray();
    }

    private static byte unescaped(byte letter) {
        return (byte)
                switch (letter) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> letter;
                };
    }

    private static boolean isUnit(byte[] text, int at) {
        return at + UNIT <= text.length
                && text[at] == '\\'
                && text[at + 1] == 'u'
                && hex(text, at).chars().allMatch(c -> Character.digit(c, RADIX) >= 0);
    }

    private static String hex(byte[] text, int at) {
        return new String(text, at + 2, UNIT - 2, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    private static boolean isBlankEscape(byte b) {
        return b == 'n' || b == 'r' || b == 't';
    }
}
