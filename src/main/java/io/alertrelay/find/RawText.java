package io.alertrelay.find;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Searches for a text in the bytes of JSON without parsing it: ignores the case of ASCII letters, and knows each
 * character as UTF-8 and as an escape of JSON ({@code \\u6570}), also one with a needless backslash. It may match where
 * no string of the JSON does, but never misses one.
 */
final class RawText {
    private static final int NONE = -1;

    private static final String ESCAPED = "\b\f\n\r\t\"\\/";
    /** The beginning of an escape for any character. */
    private static final String UNICODE = "\\u0123456789abcdefABCDEF";

    private final int[] wanted;
    private final byte[] begin;
    private final boolean mayBeginEscaped;
    /** The minimum number of bytes, however it is written. */
    private final int shortest;
    /** The bytes that are not part of it, however it is written. */
    private final boolean[] foreign = new boolean[256];

    /** @param text not empty */
    RawText(String text) {
        this.wanted = text.codePoints().map(RawText::fold).toArray();
        this.begin = new String(wanted, 0, Math.min(2, wanted.length)).getBytes(StandardCharsets.UTF_8);
        this.mayBeginEscaped = ESCAPED.indexOf(wanted[0]) >= 0;
        String folded = new String(wanted, 0, wanted.length);
        this.shortest = folded.getBytes(StandardCharsets.UTF_8).length;
        Arrays.fill(foreign, true);
        String own = folded + folded.toUpperCase(Locale.ROOT) + UNICODE;
        for (byte b : (folded.chars().anyMatch(c -> ESCAPED.indexOf(c) >= 0) ? own + "bfnrt\"/" : own)
                .getBytes(StandardCharsets.UTF_8)) {
            foreign[b & 0xff] = false;
        }
    }

    /** Whether the text stands between the buffer's position and limit. */
    boolean isIn(ByteBuffer json) {
        if (!json.hasArray()) {
            byte[] copy = new byte[json.remaining()];
            json.duplicate().get(copy);
            return isIn(copy, 0, copy.length);
        }
        int from = json.arrayOffset() + json.position();
        return isIn(json.array(), from, from + json.remaining());
    }

    /** Most positions are skipped: the byte where a match would end is not part of the text. */
    private boolean isIn(byte[] bytes, int from, int to) {
        int first = begin[0];
        int upper = first >= 'a' && first <= 'z' ? first - 32 : first;
        int i = from;
        while (i + shortest <= to) {
            if (foreign[bytes[i + shortest - 1] & 0xff]) {
                i += shortest;
                continue;
            }
            int b = bytes[i];
            if ((b == first || b == upper || b == '\\')
                    && mayBegin(bytes, i, to)
                    && new Walk(bytes, i, to).matches(wanted)) {
                return true;
            }
            i++;
        }
        return false;
    }

    /** Excludes nearly all other positions by two bytes. */
    private boolean mayBegin(byte[] bytes, int i, int to) {
        byte b = bytes[i];
        if (b == '\\') {
            return mayBeginEscaped || i + 1 < to && bytes[i + 1] == 'u';
        }
        return fold(b) == begin[0]
                && (begin.length == 1 || i + 1 < to && (fold(bytes[i + 1]) == begin[1] || bytes[i + 1] == '\\'));
    }

    private static int fold(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** Compares from a byte on, character by character. */
    private static final class Walk {
        private final byte[] bytes;
        private final int end;
        private int at;

        Walk(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean matches(int[] wanted) {
            for (int c : wanted) {
                if (at >= end || next() != c) {
                    return false;
                }
            }
            return true;
        }

        private int next() {
            if (bytes[at] == '\\') {
                at++;
                return fold(escaped());
            }
            return unescaped();
        }

        private int unescaped() {
            int b = bytes[at++];
            if (b >= 0) {
                return fold(b);
            }
            int more = (b & 0xE0) == 0xC0 ? 1 : (b & 0xF0) == 0xE0 ? 2 : 3;
            int c = b & 0x3F >> more;
            for (; more > 0 && at < end && (bytes[at] & 0xC0) == 0x80; more--) {
                c = c << 6 | bytes[at++] & 0x3F;
            }
            return c;
        }

        private int escaped() {
            if (at >= end) {
                return '\\';
            }
            int kind = bytes[at];
            if (kind == 'u') {
                int unit = unit(at + 1);
                if (unit == NONE) {
                    return '\\';
                }
                at += 5;
                boolean pair = Character.isHighSurrogate((char) unit)
                        && at + 1 < end
                        && bytes[at] == '\\'
                        && bytes[at + 1] == 'u'
                        && Character.isLowSurrogate((char) unit(at + 2));
                if (pair) {
                    unit = Character.toCodePoint((char) unit, (char) unit(at + 2));
                    at += 6;
                }
                return unit;
            }
            int c = "bfnrt\"\\/".indexOf(kind);
            if (c < 0) {
                // Whoever reads the body leaves out a backslash that says nothing.
                return unescaped();
            }
            at++;
            return ESCAPED.charAt(c);
        }

        /** The four hexadecimal digits from there. */
        private int unit(int from) {
            if (from + 4 > end) {
                return NONE;
            }
            int unit = 0;
            for (int i = from; i < from + 4; i++) {
                int digit = Character.digit(bytes[i], 16);
                if (digit < 0) {
                    return NONE;
                }
                unit = unit << 4 | digit;
            }
            return unit;
        }
    }
}
