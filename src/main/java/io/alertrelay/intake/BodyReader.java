package io.alertrelay.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongPredicate;

/** Decodes the {@code Content-Encoding} of a body, up to a limit on the decoded size (RFC 9110, section 8.4). */
final class BodyReader {
    /** A byte order mark in UTF-8, read as bytes. */
    private static final String MARK = "\u00EF\u00BB\u00BF";

    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether the body is encoded at all. */
    static boolean packed(String encoding) {
        return !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }

    /**
     * The decoded body; as it came if it is not encoded, whatever the header says.
     *
     * @param encoding the value of {@code Content-Encoding}, empty if there was none
     * @param room asked for each further piece that is unpacked, with its size in bytes
     */
    byte[] read(byte[] body, String encoding, LongPredicate room)
            throws TooLargeException, NoRoomException, UndecodableException {
        return packed(encoding) && !isObject(body) ? unpacked(body, encoding, room) : body;
    }

    /**
     * Whether it is a JSON object as it stands: some proxies unpack a body and leave the header, and some senders name a
     * charset in it. Nothing packed begins and ends so.
     */
    private static boolean isObject(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1).strip();
        return text.startsWith(MARK + "{") && text.endsWith("}") || text.startsWith("{") && text.endsWith("}");
    }

    private byte[] unpacked(byte[] body, String encoding, LongPredicate room)
            throws TooLargeException, NoRoomException, UndecodableException {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> Gzip.unpack(body, maxBytes, room);
            default -> throw new UndecodableException("Content-Encoding: expected gzip or none");
        };
    }

    /** The body is larger than allowed, unpacked. */
    static final class TooLargeException extends Exception {}

    /** There is no room in flight for what is unpacked. */
    static final class NoRoomException extends Exception {}

    /** The body can't be unpacked; the message says why. */
    static final class UndecodableException extends Exception {
        UndecodableException(String message) {
            super(message);
        }
    }
}
