package io.alertrelay.app;

import io.alertrelay.config.ConfigFile;
import io.alertrelay.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Detects changes of files by reading them periodically: that works on every file system, and for files that are
 * replaced or reached by links, as in Kubernetes. A file may be read while it is being written, and half a file of
 * rules may be valid: so a change counts only once two readings in a row were the same. For one thread, unless stated
 * otherwise.
 */
final class ConfigWatch {
    private static final String ABSENT = "absent";
    private static final String TOO_LARGE = "too large";

    private final Supplier<Set<Path>> files;
    private final BooleanSupplier changed;
    private Map<Path, String> seen;
    /** What was read of each file when it was named last. */
    private Map<Path, String> handled;

    private volatile boolean unknown;

    /**
     * Takes the current content of the files as known.
     *
     * @param files the files to watch, asked at each poll
     * @param changed called when they have changed; returns false if that could not be handled now, and is called again
     *     then
     */
    ConfigWatch(Supplier<Set<Path>> files, BooleanSupplier changed) {
        this.files = files;
        this.changed = changed;
        this.seen = look();
        this.handled = seen;
    }

    /** Reads the files once. */
    void poll() {
        Map<Path, String> before = seen;
        if (unknown) {
            unknown = false;
            handled = Map.of();
        }
        seen = look();
        if (seen.equals(before) && !isHandled() && changed.getAsBoolean()) {
            // If files are named now that never were, the next poll finds them changed: they are read once more, which
            // does no harm. What is named no more, as while the file that names it is broken, may be named again.
            Map<Path, String> all = new HashMap<>(handled);
            all.putAll(seen);
            handled = all;
        }
    }

    private boolean isHandled() {
        return handled.entrySet().containsAll(seen.entrySet());
    }

    /**
     * The files were read elsewhere, possibly with a content that no poll has seen: they count as changed, so that a
     * change that was soon reverted is noticed. May be called by any thread.
     */
    void readElsewhere() {
        unknown = true;
    }

    private Map<Path, String> look() {
        return files.get().stream().collect(Collectors.toMap(Function.identity(), ConfigWatch::content));
    }

    private static String content(Path file) {
        if (!Files.isRegularFile(file)) {
            // Opening a pipe would wait for its writer.
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
