package io.alertrelay.intake;

import io.alertrelay.arms.WebhookReader;
import java.util.Locale;
import java.util.function.LongPredicate;

/** Decodes the {@code Content-Encoding} of a body, up to a limit on the decoded size (RFC 9110, section 8.4). */
final class BodyReader {
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
        // Some proxies unpack a body and leave the header, and some senders name a charset in it.
        return packed(encoding) && !WebhookReader.isUnpacked(body) ? unpacked(body, encoding, room) : body;
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
