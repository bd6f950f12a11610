package io.alertrelay.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process out of the broker's data folder. Kafka has its own lock, but a combined broker and controller
 * (4.3) opens the metadata log before taking it, and so damages the log of the running broker.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks the folder.
     *
     * @throws BrokerStartException if another process has it, or it can't be written
     */
    static FolderLock take(Path folder) throws BrokerStartException {
        try {
            FileChannel file =
                    FileChannel.open(folder.resolve("relay.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(file)) {
                return new FolderLock(file);
            }
            file.close();
        } catch (IOException e) {
            throw new BrokerStartException(folder, e);
        }
        throw BrokerStartException.inUse(folder);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
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
