package io.alertrelay.intake;

import java.io.ByteArrayOutputStream;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), member by member in a loop. The JDK's own stream recurses for each empty member, so a body
 * of ten thousand of them, 200 kB, overflows the stack.
 */
final class Gzip {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int STEP = 16 << 10;

    private final byte[] packed;
    private final int maxBytes;
    private final LongPredicate room;
    private final ByteArrayOutputStream unpacked = new ByteArrayOutputStream();

    private Gzip(byte[] packed, int maxBytes, LongPredicate room) {
        this.packed = packed;
        this.maxBytes = maxBytes;
        this.room = room;
    }

    /**
     * All members, one after the other. What follows the last one and is none, such as padding, is ignored.
     *
     * @param maxBytes the largest decoded size
     * @param room asked for each further piece before it is kept, with its size in bytes; false ends it
     */
    static byte[] unpack(byte[] packed, int maxBytes, LongPredicate room)
            throws BodyReader.TooLargeException, BodyReader.NoRoomException, BodyReader.UndecodableException {
        return new Gzip(packed, maxBytes, room).members();
    }

    private byte[] members()
            throws BodyReader.TooLargeException, BodyReader.NoRoomException, BodyReader.UndecodableException {
        if (!beginsMember(0)) {
            throw broken();
        }
        Inflater inflater = new Inflater(true);
        try {
            int at = 0;
            while (beginsMember(at)) {
                at = member(inflater, at);
            }
            return unpacked.toByteArray();
        } catch (DataFormatException e) {
            throw broken();
        } finally {
            inflater.end();
        }
    }

    private boolean beginsMember(int at) {
        return at + HEADER <= packed.length && octet(at) == 0x1f && octet(at + 1) == 0x8b && octet(at + 2) == 8;
    }

    /** Unpacks the member that begins there, and returns where it ends. */
    private int member(Inflater inflater, int start)
            throws DataFormatException, BodyReader.TooLargeException, BodyReader.NoRoomException,
                    BodyReader.UndecodableException {
        int data = data(start);
        inflater.reset();
        inflater.setInput(packed, data, packed.length - data);
        CRC32 checksum = new CRC32();
        byte[] piece = new byte[Math.min(STEP, maxBytes + 1)];
        while (!inflater.finished()) {
            int size = inflater.inflate(piece);
            if (size == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw broken();
            }
            keep(piece, size);
            checksum.update(piece, 0, size);
        }
        int trailer = packed.length - inflater.getRemaining();
        if (trailer + TRAILER > packed.length
                || number(trailer) != (int) checksum.getValue()
                || number(trailer + 4) != (int) inflater.getBytesWritten()) {
            throw broken();
        }
        return trailer + TRAILER;
    }

    private void keep(byte[] piece, int size) throws BodyReader.TooLargeException, BodyReader.NoRoomException {
        if (unpacked.size() + size > maxBytes) {
            throw new BodyReader.TooLargeException();
        }
        if (size > 0 && !room.test(size)) {
            throw new BodyReader.NoRoomException();
        }
        unpacked.write(piece, 0, size);
    }

    /** Where the packed data of a member begins, behind its header. */
    private int data(int start) throws BodyReader.UndecodableException {
        int flags = octet(start + 3);
        int at = start + HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            at += at + 2 <= packed.length ? 2 + (octet(at) | octet(at + 1) << 8) : packed.length;
        }
        if ((flags & HAS_NAME) != 0) {
            at = behindText(at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = behindText(at);
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            at += 2;
        }
        if (at > packed.length) {
            throw broken();
        }
        return at;
    }

    private int behindText(int from) {
        int at = from;
        while (at < packed.length && packed[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private int number(int at) {
        return octet(at) | octet(at + 1) << 8 | octet(at + 2) << 16 | octet(at + 3) << 24;
    }

    private int octet(int at) {
        return packed[at] & 0xff;
    }

    private static BodyReader.UndecodableException broken() {
        return new BodyReader.UndecodableException("Content-Encoding says gzip, but the body is not");
    }
}
