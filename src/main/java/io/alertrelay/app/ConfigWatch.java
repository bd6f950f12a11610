package io.alertrelay.app;

import io.alertrelay.config.ConfigFile;
import io.alertrelay.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Notices that files were changed, by looking at their content again and again: that works on every file system, and
 * for files that are replaced or reached by links, as Kubernetes does. A file may be seen while it is being written,
 * and half a file of rules may be valid: so a change counts only once two looks in a row found the same. For one
 * thread, where nothing else is said.
 */
final class ConfigWatch {
    private static final String ABSENT = "absent";
    private static final String TOO_LARGE = "too large";

    private final Supplier<Set<Path>> files;
    private final BooleanSupplier changed;
    private Map<Path, String> seen;
    private Map<Path, String> handled;
    private volatile boolean unknown;

    /**
     * Takes the files as they are now for known.
     *
     * @param files that are looked at, asked for at each look
     * @param changed called when they were changed; false if it could not be dealt with now: it is called again then
     */
    ConfigWatch(Supplier<Set<Path>> files, BooleanSupplier changed) {
        this.files = files;
        this.changed = changed;
        this.seen = look();
        this.handled = seen;
    }

    /** Looks once. */
    void poll() {
        Map<Path, String> before = seen;
        if (unknown) {
            unknown = false;
            handled = Map.of();
        }
        seen = look();
        if (seen.equals(before) && !seen.equals(handled) && changed.getAsBoolean()) {
            // If other files are named now, the next look finds them changed: they are read once more, which does no
            // harm.
            handled = seen;
        }
    }

    /**
     * The files were read by somebody else, who may have found what no look did: they count as changed, so that what
     * was changed back soon after is noticed. For any thread.
     */
    void readElsewhere() {
        unknown = true;
    }

    private Map<Path, String> look() {
        return files.get().stream().collect(Collectors.toMap(Function.identity(), ConfigWatch::content));
    }

    private static String content(Path file) {
        if (!Files.isRegularFile(file)) {
            // To open a pipe is to wait for its writer.
            return ABSENT;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ConfigFile.LONGEST + 1);
            return bytes.length > ConfigFile.LONGEST ? TOO_LARGE : Sha256.hex(bytes);
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
