package io.alertrelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports that nothing listens on, for processes that must be told theirs.
 *
 * <p>They are below those from which the system gives out its own, and each belongs to this JVM until it ends: between
 * the choice of a port and its use, and while a process is down, nobody else gets it.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 19_999;

    private FreePorts() {}

    /** That many different ones. */
    public static List<Integer> take(int count) {
        return IntStream.range(0, count).mapToObj(i -> takeRow(1)).toList();
    }

    /** The first of that many, one after the other. */
    public static int takeRow(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST + 2 - count);
            if (reserve(first, count) && IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
    }

    /** Whether nobody has taken one of them yet: who does locks these bytes of a file, until its JVM ends. */
    private static boolean reserve(int first, int count) {
        try {
            Optional<FileLock> lock = Optional.ofNullable(Reservations.FILE.tryLock(first, count, false));
            lock.ifPresent(Reservations.HELD::add);
            return lock.isPresent();
        } catch (OverlappingFileLockException mine) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this JVM has taken; a lock that nobody refers to is forgotten by the JVM, and would be given twice. */
    private static final class Reservations {
        private static final FileChannel FILE = open();
        private static final Collection<FileLock> HELD = new ConcurrentLinkedQueue<>();

        private static FileChannel open() {
            try {
                Path file = Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "alert-relay-test-ports-" + System.getProperty("user.name"));
                return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether nothing listens on it now. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
