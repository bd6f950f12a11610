package io.alertrelay.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A configuration that can be read again: its file, and the files of rules and values that it refers to. Thread-safe.
 */
public final class ConfigFile {
    /** The bytes of the longest file that is read. */
    public static final int LONGEST = SourceText.MAX_BYTES;

    private final Path file;
    private final Map<String, String> environment;
    private Set<Path> files;

    /** @param environment the environment variables that it may refer to */
    public ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.files = Set.of(file);
    }

    /**
     * Reads its current content.
     *
     * @throws InvalidConfigException with every mistake
     */
    public synchronized RelayConfig load() throws InvalidConfigException {
        Set<Path> named = new LinkedHashSet<>();
        named.add(file);
        try {
            return new ConfigLoader(environment).load(file, named::add);
        } finally {
            files = Set.copyOf(named);
        }
    }

    /** The files on which it depended when it was last read, including those that could not be read. */
    public synchronized Set<Path> files() {
        return files;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
