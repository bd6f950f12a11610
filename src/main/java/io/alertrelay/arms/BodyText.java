package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text of a body: UTF-8 and nothing else (RFC 8259, section 8.1), a byte order mark before it tolerated. Senders
 * that shorten texts by bytes leave a part of a character at the end of one: a few of these become U+FFFD.
 */
final class BodyText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int PIECE = 8192;
    /** Bodies up to this size are decoded at once, which takes less memory than the buffers of a reader. */
    static final int SMALL = 64 << 10;

    /** So many characters of a body may be cut off within. */
    private static final int MOST_CUT = 3;

    /** For each of so many bytes of the body one more may be. */
    private static final int BYTES_A_CUT = 256;
    /** The most bytes of a body with its raw control characters escaped: records have a largest size. */
    static final int MAX_ESCAPED = 32 << 20;

    private static final int ESCAPED = 6;
    /** The bytes that begin a character of several bytes. */
    private static final int FIRST_LEAD = 0xC2;

    private static final int LAST_LEAD = 0xF4;

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] body;
    private final Optional<String> decoded;

    private BodyText(byte[] body, Optional<String> decoded) {
        this.body = body;
        this.decoded = decoded;
    }

    /** @throws UnreadableWebhookException if it is not UTF-8 */
    static BodyText of(byte[] received) throws UnreadableWebhookException {
        byte[] unquoted = unquoted(received);
        byte[] body = unquoted != received && EncodedTwice.is(unquoted) ? EncodedTwice.decoded(unquoted) : unquoted;
        if (body.length > SMALL) {
            check(body);
            checkControls(body);
            return new BodyText(body, Optional.empty());
        }
        String text = new String(body, StandardCharsets.UTF_8);
        // What can't be decoded has become one.
        if (text.indexOf(REPLACEMENT) >= 0) {
            check(body);
        }
        return new BodyText(body, Optional.of(withoutMark(text)));
    }

    /** The text of a body, checked. */
    static String decode(byte[] body) throws UnreadableWebhookException {
        return of(body).text();
    }

    /** All of it. */
    String text() {
        return decoded.orElseGet(() -> withoutMark(new String(body, StandardCharsets.UTF_8)));
    }

    /** Whether it is small enough to be held in pieces. */
    boolean isSmall() {
        return decoded.isPresent();
    }

    /** Reads it as JSON, each time from the beginning. */
    JsonText json() {
        return decoded.map(JsonText::new).orElseGet(() -> {
            int begin = hasMark(body) ? MARK.length : 0;
            return new JsonText(new InputStreamReader(
                    new ByteArrayInputStream(body, begin, body.length - begin), StandardCharsets.UTF_8));
        });
    }

    /**
     * An object without the quotes around it: with such a template the Test button of the ARMS console shows nothing
     * wrong (class {@link ConsoleTemplate}), and ARMS puts the object into the quotes as it is.
     */
    private static byte[] unquoted(byte[] body) {
        int from = pastBlanks(body, hasMark(body) ? MARK.length : 0, 1);
        int to = pastBlanks(body, body.length - 1, -1);
        if (to - from < 3 || body[from] != '"' && body[from] != '\'' || body[to] != body[from]) {
            return body;
        }
        return body[pastBlanks(body, from + 1, 1)] == '{' && body[pastBlanks(body, to - 1, -1)] == '}'
                ? Arrays.copyOfRange(body, from + 1, to)
                : body;
    }

    /** Whether it begins and ends as an object, or one in quotes. */
    static boolean isObject(byte[] received) {
        byte[] body = unquoted(received);
        int from = pastBlanks(body, hasMark(body) ? MARK.length : 0, 1);
        int to = pastBlanks(body, body.length - 1, -1);
        return from < to && body[from] == '{' && body[to] == '}';
    }

    static int pastBlanks(byte[] body, int from, int step) {
        int at = from;
        while (at >= 0 && at < body.length && body[at] >= 0 && body[at] <= ' ') {
            at += step;
        }
        return at;
    }

    /**
     * Rejects a body whose raw control characters make it larger than a record may be, once they are escaped: what is
     * set aside of a body is written again as JSON.
     */
    private static void checkControls(byte[] body) throws UnreadableWebhookException {
        long controls = 0;
        for (byte b : body) {
            controls += b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
        }
        if (body.length + controls * (ESCAPED - 1) > MAX_ESCAPED) {
            throw new UnreadableWebhookException(
                    Cause.NOT_JSON,
                    "The body is not JSON: it has %d control characters that are not escaped.".formatted(controls));
        }
    }

    /** Rejects what is not UTF-8. Builds no string, so it costs little memory. */
    private static void check(byte[] body) throws UnreadableWebhookException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer piece = CharBuffer.allocate(Math.min(PIECE, body.length + 1));
        CoderResult result;
        int cut = 0;
        do {
            piece.clear();
            result = decoder.decode(bytes, piece, true);
            if (result.isError()) {
                if (++cut > MOST_CUT + body.length / BYTES_A_CUT
                        || !isCut(body, bytes.position(), bytes.position() + result.length())) {
                    throw notUtf8(bytes.position());
                }
                bytes.position(bytes.position() + result.length());
            }
        } while (!result.isUnderflow());
    }

    /**
     * Whether it is the beginning of a character at the end of a text, or before three dots or a line break; in another
     * encoding hardly anything looks so.
     */
    private static boolean isCut(byte[] body, int from, int to) {
        int lead = Byte.toUnsignedInt(body[from]);
        int whole = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return lead >= FIRST_LEAD && lead <= LAST_LEAD && to - from < whole && to < body.length && isAfterCut(body, to);
    }

    private static boolean isAfterCut(byte[] body, int at) {
        return switch (body[at]) {
            case '"', '.', '\n', '\r' -> true;
            case '\\' -> at + 1 < body.length && (body[at + 1] == 'n' || body[at + 1] == 'r');
            default -> false;
        };
    }

    static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static boolean hasMark(byte[] body) {
        return body.length >= MARK.length && body[0] == MARK[0] && body[1] == MARK[1] && body[2] == MARK[2];
    }

    private static UnreadableWebhookException notUtf8(int byteBefore) {
        return new UnreadableWebhookException(
                Cause.NOT_UTF8, "The body is not UTF-8, at byte %d.".formatted(byteBefore + 1));
    }
}
