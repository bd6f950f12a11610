package io.alertrelay.intake;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Undoes the {@code Content-Encoding} of a body, up to a limit on what comes out of it (RFC 9110, section 8.4). */
final class BodyReader {
    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The body as the sender meant it.
     *
     * @param encoding the value of {@code Content-Encoding}, empty if there was none
     */
    byte[] read(Buffer body, String encoding) throws TooLargeException, UndecodableException {
        switch (encoding.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "", "identity" -> {
                return body.getBytes();
            }
            case "gzip", "x-gzip" -> {
                return gunzip(body.getBytes());
            }
            default -> throw new UndecodableException("Content-Encoding: expected gzip or none");
        }
    }

    private byte[] gunzip(byte[] packed) throws TooLargeException, UndecodableException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] body = in.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new TooLargeException();
            }
            return body;
        } catch (IOException e) {
            throw new UndecodableException("Content-Encoding says gzip, but the body is not");
        }
    }

    /** The body is larger than allowed, unpacked. */
    static final class TooLargeException extends Exception {}

    /** The body can't be unpacked; the message says why. */
    static final class UndecodableException extends Exception {
        UndecodableException(String message) {
            super(message);
        }
    }
}
