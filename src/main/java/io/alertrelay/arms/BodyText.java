package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The text of a body: UTF-8 and nothing else (RFC 8259, section 8.1), a byte order mark before it tolerated. */
final class BodyText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int PIECE = 8192;
    /** Bodies up to this size are decoded at once, which takes less memory than the buffers of a reader. */
    private static final int SMALL = 64 << 10;

    private BodyText() {}

    static String decode(byte[] body) throws UnreadableWebhookException {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        try {
            return withoutMark(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw notUtf8(bytes.position());
        }
    }

    /** Rejects what is not UTF-8. Builds no string, so it costs little memory. */
    static void check(byte[] body) throws UnreadableWebhookException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer piece = CharBuffer.allocate(Math.min(PIECE, body.length + 1));
        CoderResult result;
        do {
            piece.clear();
            result = decoder.decode(bytes, piece, true);
            if (result.isError()) {
                throw notUtf8(bytes.position());
            }
        } while (result.isOverflow());
    }

    /** A reader of the characters of a checked body. */
    static Reader reader(byte[] body) {
        int begin = hasMark(body) ? MARK.length : 0;
        if (body.length <= SMALL) {
            return new StringReader(new String(body, begin, body.length - begin, StandardCharsets.UTF_8));
        }
        return new InputStreamReader(
                new ByteArrayInputStream(body, begin, body.length - begin), StandardCharsets.UTF_8);
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
