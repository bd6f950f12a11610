package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The indexes of a log file: derived from it, so that a damaged one is deleted and rebuilt by Kafka. */
final class IndexFiles {
    private static final int OFFSET_ENTRY = 8;
    private static final int TIME_ENTRY = 12;
    /** Bytes that are looked at together: whole entries of both kinds. */
    private static final int CHUNK = 4096 * OFFSET_ENTRY * TIME_ENTRY / 4;

    private static final List<String> KINDS = List.of(".index", ".timeindex");
    /** Kafka deletes what is called so when it starts. */
    private static final String ASIDE = ".deleted";

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
        return Files.exists(index) && Files.size(index) >= OFFSET_ENTRY && firstOf(index) != 0;
    }

    private static long firstOf(Path index) throws IOException {
        try (FileChannel file = FileChannel.open(index, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(OFFSET_ENTRY);
            return fill(first, file) && first.remaining() == OFFSET_ENTRY ? first.getLong() : 0;
        }
    }

    void delete() throws IOException {
        for (String kind : KINDS) {
            Files.deleteIfExists(beside(kind));
        }
    }

    /** As good as {@link #delete}, but that they can be {@link #putBack put back}. */
    void setAside() throws IOException {
        for (String kind : KINDS) {
            if (Files.exists(beside(kind))) {
                rename(kind, kind + ASIDE);
            }
        }
    }

    /** Undoes {@link #setAside}, also if that failed halfway, or the relay died after it. */
    void putBack() throws IOException {
        for (String kind : KINDS) {
            if (Files.isRegularFile(beside(kind + ASIDE)) && !Files.exists(beside(kind))) {
                rename(kind + ASIDE, kind);
            }
        }
    }

    private void rename(String from, String to) throws IOException {
        Files.move(beside(from), beside(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isDamaged(Path index, int entry, long logSize) throws IOException {
        if (!Files.exists(index)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(index, StandardOpenOption.READ)) {
            if (file.size() % entry != 0) {
                return true;
            }
            IndexOrder order = new IndexOrder(entry == TIME_ENTRY, logSize);
            ByteBuffer some = ByteBuffer.allocate(CHUNK);
            ByteBuffer preallocated = ByteBuffer.allocate(CHUNK);
            while (fill(some, file)) {
                // Most of the file, after a crash.
                if (some.mismatch(preallocated.limit(some.limit())) >= 0 && !order.goesOn(some)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Reads what is next; false at the end of the file. */
    private static boolean fill(ByteBuffer some, FileChannel file) throws IOException {
        some.clear();
        while (some.hasRemaining() && file.read(some) >= 0) {
            continue;
        }
        some.flip();
        return some.hasRemaining();
    }

    private Path beside(String suffix) {
        String name = log.getFileName().toString();
        return log.resolveSibling(name.substring(0, name.length() - ".log".length()) + suffix);
    }
}
