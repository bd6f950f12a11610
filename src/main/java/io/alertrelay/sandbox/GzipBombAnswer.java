package io.alertrelay.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A small answer that is large when it is unpacked. */
final class GzipBombAnswer {
    private static final int MEMBER_BYTES = 1 << 20;
    private static final int MEMBERS = 512;
    private static final byte[] PACKED = packed();

    private GzipBombAnswer() {}

    static SandboxAnswer answer() {
        return new SandboxAnswer(
                200, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"), PACKED.clone());
    }

    /** One member after the other, as RFC 1952 allows, so that it is made in no time. */
    private static byte[] packed() {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(new byte[MEMBER_BYTES]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < MEMBERS; i++) {
            packed.writeBytes(member.toByteArray());
        }
        return packed.toByteArray();
    }
}
