package io.alertrelay.app;

import io.alertrelay.config.ConfigFile;
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
    /** A minute, if polled every two seconds. */
    private static final int LONGEST_PAUSE = 30;

    private final Supplier<Set<Path>> files;
    private final BooleanSupplier changed;
    private Map<Path, String> seen;
    /** What was read of each file when it was named last. */
    private Map<Path, String> handled;
    /** How many polls after an attempt in vain the next one follows. */
    private int pause;
    /** The polls until then at which nothing is attempted. */
    private int resting;

    private volatile boolean unknown;

    /**
     * A watch that has not looked at the files since they were read.
     *
     * @param known their {@linkplain ConfigFile#digest digests} when they were read
     * @param files the files to watch, asked at each poll
     * @param changed called when they have changed; returns false if that could not be handled now. Then it is called
     *     again: at the next poll, after two more, four more, and so on up to {@link #LONGEST_PAUSE}; and at once if
     *     they change
     */
    ConfigWatch(Map<Path, String> known, Supplier<Set<Path>> files, BooleanSupplier changed) {
        this.files = files;
        this.changed = changed;
        this.seen = look();
        this.handled = known;
        restNoLonger();
    }

    /** Reads the files once. */
    void poll() {
        Map<Path, String> before = seen;
        if (unknown) {
            unknown = false;
            handled = Map.of();
            restNoLonger();
        }
        seen = look();
        if (!seen.equals(before)) {
            restNoLonger();
        } else if (resting > 0) {
            resting--;
        } else if (!isHandled()) {
            resting = pause - 1;
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            Map<Path, String> all = new HashMap<>(handled);
            // If it can't be handled now, some of it may be in force: what was handled before is a change by then, too.
            handled = Map.of();
            if (changed.getAsBoolean()) {
                // If files are named now that never were, the next poll finds them changed: they are read once more,
                // which does no harm. What is named no more, as while the file that names it is broken, may be named
                // again.
                all.putAll(seen);
                handled = all;
            }
        }
    }

    private void restNoLonger() {
        pause = 1;
        resting = 0;
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
        return files.get().stream().collect(Collectors.toMap(Function.identity(), ConfigFile::digest));
    }
}
