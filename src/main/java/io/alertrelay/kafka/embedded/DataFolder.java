package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the embedded broker's data. It holds every alert and the broker's secret, so only the relay's user may
 * access it (mode 0700).
 */
final class DataFolder {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The name of a partition's folder, also of one that Kafka is deleting or moving. */
    private static final Pattern PARTITION = Pattern.compile(".+-\\d+|.+\\.[^.]+-(delete|future|stray)");

    private static final Pattern NUMBERED = Pattern.compile(".+-\\d+");

    /** What Kafka writes first into such a folder, and what it always has. */
    private static final Pattern OF_KAFKA =
            Pattern.compile("\\d{20}\\..+|(leader-epoch-checkpoint|partition\\.metadata).*");

    private DataFolder() {}

    /**
     * Creates the folder if it is absent, and closes it to other users, even if an earlier version left it open.
     *
     * @throws BrokerStartException if it can't be created, or others may write to it and that can't be changed
     */
    static void prepare(Path folder) throws BrokerStartException {
        try {
            if (Files.isDirectory(folder)) {
                close(folder);
            } else {
                create(folder);
            }
        } catch (IOException e) {
            throw new BrokerStartException(folder, e);
        } catch (UnsupportedOperationException e) {
            LOG.warn("the data folder {} is on a file system without modes, so it can't be closed to others", folder);
        }
    }

    /**
     * Kafka takes every folder in its own for a partition, and does not start with one that can't be:
     * {@code lost+found} of a file system, a copy that somebody made. One whose name could be a partition's,
     * {@code backup-2026}, it takes for a forgotten one: it would write into it and rename it.
     *
     * @throws BrokerStartException that names them, if there are any
     */
    static void requireOnlyPartitions(Path folder) throws BrokerStartException {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> foreign = all.filter(Files::isDirectory)
                    .filter(DataFolder::isForeign)
                    .map(one -> one.getFileName().toString())
                    .sorted()
                    .toList();
            if (!foreign.isEmpty()) {
                throw BrokerStartException.foreign(folder, foreign);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BrokerStartException(folder, e);
        }
    }

    private static boolean isForeign(Path folder) {
        String name = folder.getFileName().toString();
        if (!PARTITION.matcher(name).matches()) {
            return true;
        }
        if (!NUMBERED.matcher(name).matches()) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> has = all.toList();
            // In an empty one Kafka has made nothing yet.
            return has.stream().anyMatch(Files::isDirectory)
                    || !has.isEmpty()
                            && has.stream()
                                    .noneMatch(file -> OF_KAFKA.matcher(
                                                    file.getFileName().toString())
                                            .matches());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static void close(Path folder) throws IOException, BrokerStartException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        if (OWNER_ONLY.containsAll(before)) {
            return;
        }
        Set<PosixFilePermission> wanted = EnumSet.copyOf(before);
        wanted.retainAll(OWNER_ONLY);
        if (set(folder, wanted)) {
            LOG.info("the data folder {} was open to other users; it is closed to them now (mode 0700)", folder);
            return;
        }
        String message =
                "the data folder " + folder + " is open to other users (" + PosixFilePermissions.toString(before)
                        + "), and can't be closed to them because it belongs to " + Files.getOwner(folder)
                        + ": give it to the user that the relay runs as, or chmod 0700 it";
        // Whoever can write files there can replace the secret and the alerts.
        if (before.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw BrokerStartException.openToOthers(message);
        }
        LOG.warn("{}", message);
    }

    private static boolean set(Path folder, Set<PosixFilePermission> wanted) throws IOException {
        try {
            Files.setPosixFilePermissions(folder, wanted);
        } catch (IOException e) {
            return false;
        }
        // Some file systems accept any mode and keep their own.
        return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder));
    }
}
