package io.alertrelay.arms;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a body: UTF-8 and nothing else (RFC 8259, section 8.1), a byte order mark before it tolerated. */
final class BodyText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private BodyText() {}

    static String decode(byte[] body) throws UnreadableWebhookException {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        try {
            return withoutMark(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new UnreadableWebhookException(
                    Cause.NOT_UTF8, "The body is not UTF-8, at byte %d.".formatted(bytes.position() + 1));
        }
    }

    static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
