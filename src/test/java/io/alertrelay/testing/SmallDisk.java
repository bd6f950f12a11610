package io.alertrelay.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of a few MiB (a tmpfs), to be filled. Making one takes rights that most users do not have. */
public final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[64 << 10];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * One at that folder, which must exist; skips the test where it is not permitted.
     *
     * @param mebibytes its size
     */
    public static SmallDisk at(Path folder, int mebibytes) throws IOException, InterruptedException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        assumeTrue(mounted, "a small file system can't be mounted here: it takes root and CAP_SYS_ADMIN");
        return new SmallDisk(folder);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Takes room until at most that much is free. */
    public void fill(long leaveBytes) throws IOException {
        try (SeekableByteChannel ballast =
                Files.newByteChannel(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > leaveBytes) {
                int wanted = (int) Math.min(BLOCK.length, Math.max(1, free() - leaveBytes));
                ballast.write(java.nio.ByteBuffer.wrap(BLOCK, 0, wanted));
            }
        } catch (IOException e) {
            // Full to the last byte, which is what was wanted.
            if (leaveBytes > 0) {
                throw e;
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void makeRoom() throws IOException {
        Files.deleteIfExists(ballast());
    }

    /** Bytes that are free. */
    public long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
