package io.alertrelay.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The indexes of a log file: derived from it, so that a damaged one is deleted and rebuilt by Kafka. */
final class IndexFiles {
    private static final int OFFSET_ENTRY = 8;
    private static final int TIME_ENTRY = 12;

    private final Path log;

    IndexFiles(Path log) {
        this.log = log;
    }

    /** Whether they are inconsistent with this log. */
    boolean damaged() throws IOException {
        long size = Files.size(log);
        return isDamaged(beside(".index"), OFFSET_ENTRY, size) || isDamaged(beside(".timeindex"), TIME_ENTRY, size);
    }

    /** Whether they contain records. */
    boolean containRecords() throws IOException {
        Path index = beside(".index");
        return Files.exists(index)
                && Files.size(index) >= OFFSET_ENTRY
                && ByteBuffer.wrap(Files.readAllBytes(index)).getLong(0) != 0;
    }

    void delete() throws IOException {
        Files.deleteIfExists(beside(".index"));
        Files.deleteIfExists(beside(".timeindex"));
    }

    private static boolean isDamaged(Path index, int entry, long logSize) throws IOException {
        if (!Files.exists(index)) {
            return false;
        }
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(index));
        if (all.limit() % entry != 0) {
            return true;
        }
        long before = Long.MIN_VALUE;
        int offsetBefore = -1;
        for (int at = 0; at < all.limit(); at += entry) {
            int offset = all.getInt(entry == OFFSET_ENTRY ? at : at + Long.BYTES);
            long value = entry == OFFSET_ENTRY ? all.getInt(at + Integer.BYTES) : all.getLong(at);
            if (offset == 0 && value == 0) {
                // Preallocated space, or the first entry.
                continue;
            }
            boolean grows = offset > offsetBefore && value >= before;
            boolean within = entry == OFFSET_ENTRY ? value >= 0 && value < logSize : value >= -1;
            if (!grows || !within) {
                return true;
            }
            before = value;
            offsetBefore = offset;
        }
        return false;
    }

    private Path beside(String suffix) {
        String name = log.getFileName().toString();
        return log.resolveSibling(name.substring(0, name.length() - ".log".length()) + suffix);
    }
}
