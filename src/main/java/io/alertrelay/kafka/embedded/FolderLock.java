package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second process out of the broker's data folder. Kafka has its own lock, but a combined broker and controller
 * (4.3) opens the metadata log before taking it, and so damages the log of the running broker.
 */
final class FolderLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final int LONGEST = 200;

    private final FileChannel file;
    private final Path wanted;

    private FolderLock(FileChannel file, Path wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    /**
     * Locks the folder.
     *
     * @param user who the others are told has it
     * @throws BrokerStartException if another process has it, or it can't be written
     */
    static FolderLock take(Path folder, FolderUser user) throws BrokerStartException {
        Path wanted = folder.resolve("relay.wanted");
        Optional<FolderUser> other;
        try {
            FileChannel file = FileChannel.open(
                    folder.resolve("relay.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (locked(file)) {
                note(user, file, wanted);
                return new FolderLock(file, wanted);
            }
            other = read(file);
            file.close();
        } catch (IOException e) {
            throw new BrokerStartException(folder, e);
        }
        if (!user.isCommand() && other.filter(FolderUser::isCommand).isPresent()) {
            want(wanted);
        }
        throw BrokerStartException.inUse(folder, other);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A disk that is full or can't be written must not keep the relay from saying so. */
    private static void note(FolderUser user, FileChannel file, Path wanted) {
        try {
            file.truncate(0);
            file.write(StandardCharsets.UTF_8.encode(user.line()), 0);
            Files.deleteIfExists(wanted);
        } catch (IOException e) {
            LOG.warn("can't write who uses the data folder into its relay.lock: {}", String.valueOf(e));
        }
    }

    private static Optional<FolderUser> read(FileChannel file) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            file.read(bytes, 0);
            return FolderUser.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void want(Path wanted) {
        try {
            Files.write(wanted, new byte[0]);
        } catch (IOException e) {
            LOG.debug("can't ask for the data folder", e);
        }
    }

    /** Whether a relay waits for it. */
    boolean isWanted() {
        return Files.exists(wanted);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
