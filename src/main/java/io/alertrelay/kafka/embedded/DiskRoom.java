package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much disk space the data folder has, and what that allows. Below the first mark no new webhooks are accepted;
 * below the second, half of it, nothing more is routed, which makes several records of one. Delivery continues: it
 * takes least space, and settled records can be deleted. The remaining space is for receipts, offsets, the log of the
 * controller and compaction.
 */
public final class DiskRoom {
    private static final long LEAST_DEFAULT = 32L << 20;
    private static final long MOST_DEFAULT = 1L << 30;
    private static final int DEFAULT_PART = 20;
    /** Hysteresis, so that the state does not change with every record. */
    private static final double AGAIN_AT = 1.1;

    private final Path folder;
    private final Optional<Long> configured;
    private final Disk disk;
    private Optional<String> fault = Optional.empty();
    private Level last = Level.ENOUGH;

    /** What the disk space allows. */
    public enum Level {
        /** Everything. */
        ENOUGH,
        /** No new webhooks. */
        LITTLE,
        /** No routing either, and no start of the relay. */
        NONE
    }

    /**
     * A reading of the disk.
     *
     * @param free in bytes, for this user
     * @param wanted in bytes: with less, no new webhooks are accepted
     * @param again in bytes: once there was less than wanted, webhooks are accepted again from this on
     * @param fault why the folder can't be written although there is space: read-only, a quota, no inodes
     */
    public record DiskState(Path folder, long free, long wanted, long again, Level level, Optional<String> fault) {
        private static final String REFUSED = "; webhooks are answered 503 until then";

        /** For people: which folder, what is wrong with it, what to do. */
        public String text() {
            return fault.map(cause -> "the data folder " + folder + " can't be written (" + cause + ", "
                            + Bytes.of(free) + " free): free some space, or fix its disk")
                    .orElseGet(() -> "the disk of the data folder " + folder + shortage()
                            + " (kafka.min_free): free some space, or move kafka.data");
        }

        /** What that means for the relay that runs, to be appended to the text; empty with enough space. */
        public String effect() {
            return switch (level) {
                case ENOUGH -> "";
                case LITTLE -> REFUSED;
                case NONE -> REFUSED + "; do not restart the relay: it would wait for space before it delivers";
            };
        }

        private String shortage() {
            return level != Level.ENOUGH && free >= wanted
                    ? " was nearly full: " + Bytes.of(free) + " free, webhooks are taken again with " + Bytes.of(again)
                    : " is nearly full: " + Bytes.of(free) + " free, wanted are " + Bytes.of(wanted);
        }
    }

    /** @param configured {@code kafka.min_free} in bytes; empty for a twentieth of the disk, from 32 MiB to 1 GiB */
    public DiskRoom(Path folder, Optional<Long> configured) {
        this(folder, configured, new FolderDisk(folder));
    }

    DiskRoom(Path folder, Optional<Long> configured, Disk disk) {
        this.folder = folder;
        this.configured = configured;
        this.disk = disk;
    }

    /** Reads the free space, which is cheap; a fault found by {@link #tryWriting} is kept. */
    public synchronized DiskState look() {
        try {
            long free = disk.free();
            long wanted = configured.orElse(byDefault(disk.size()));
            last = fault.isPresent() ? Level.NONE : level(free, wanted);
            return new DiskState(folder, free, wanted, again(wanted), last, fault);
        } catch (IOException e) {
            last = Level.NONE;
            return new DiskState(folder, 0, 0, 0, last, Optional.of(reason(e)));
        }
    }

    /** The same after writing a small file: only this finds a quota, a lack of inodes or a read-only disk. */
    public synchronized DiskState tryWriting() {
        try {
            disk.write();
            fault = Optional.empty();
        } catch (IOException e) {
            fault = Optional.of(reason(e));
        }
        return look();
    }

    private Level level(long free, long wanted) {
        long enough = last == Level.ENOUGH ? wanted : again(wanted);
        double little = last == Level.NONE ? wanted / 2 * AGAIN_AT : wanted / 2.0;
        return free >= enough ? Level.ENOUGH : free >= little ? Level.LITTLE : Level.NONE;
    }

    private static long again(long wanted) {
        return Math.round(wanted * AGAIN_AT);
    }

    private static long byDefault(long size) {
        return Math.max(LEAST_DEFAULT, Math.min(MOST_DEFAULT, size / DEFAULT_PART));
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }

    /** The disk as the operating system shows it. */
    interface Disk {
        /** Bytes that this user may still write, as far as no quota says otherwise. */
        long free() throws IOException;

        /** Bytes in all. */
        long size() throws IOException;

        /** Writes a small file. */
        void write() throws IOException;
    }

    /** The disk of a folder, which need not exist yet. */
    private record FolderDisk(Path folder) implements Disk {
        private static final String PROBE = "relay.probe";
        private static final byte[] PAGE = new byte[4096];

        @Override
        public long free() throws IOException {
            return Files.getFileStore(existing()).getUsableSpace();
        }

        @Override
        public long size() throws IOException {
            return Files.getFileStore(existing()).getTotalSpace();
        }

        @Override
        public void write() throws IOException {
            if (!Files.isDirectory(folder)) {
                return;
            }
            Path probe = folder.resolve(PROBE);
            try {
                Files.write(probe, PAGE);
                // A command may have tried at the same time, and deleted it.
                Files.deleteIfExists(probe);
            } catch (AccessDeniedException e) {
                // A mistake that the start reports, not a lack of space.
                return;
            }
        }

        private Path existing() {
            Path path = folder.toAbsolutePath();
            while (path.getParent() != null && !Files.exists(path)) {
                path = path.getParent();
            }
            return path;
        }
    }
}
