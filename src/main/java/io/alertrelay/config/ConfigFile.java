package io.alertrelay.config;

import io.alertrelay.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A configuration that can be read again: its file, and the files of rules and values that it refers to. Thread-safe.
 */
public final class ConfigFile {
    private static final String ABSENT = "absent";
    private static final String TOO_LARGE = "too large";

    private final Path file;
    private final Map<String, String> environment;
    private Map<Path, String> digests;

    /** @param environment the environment variables that it may refer to */
    public ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.digests = Map.of(file, ABSENT);
    }

    /**
     * Reads its current content.
     *
     * @throws InvalidConfigException with every mistake
     */
    public synchronized RelayConfig load() throws InvalidConfigException {
        Map<Path, String> named = new HashMap<>();
        named.put(file, digest(file));
        try {
            return new ConfigLoader(environment).load(file, next -> named.computeIfAbsent(next, ConfigFile::digest));
        } finally {
            digests = Map.copyOf(named);
        }
    }

    /** The files on which it depended when it was last read, including those that could not be read. */
    public synchronized Set<Path> files() {
        return digests.keySet();
    }

    /** The {@linkplain #digest digest} of each of them, taken before it was read: a change since then shows. */
    public synchronized Map<Path, String> digests() {
        return digests;
    }

    /** What tells one content of a file from another; of a file that can't be read, why. */
    public static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            // Opening a pipe would wait for its writer.
            return ABSENT;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SourceText.MAX_BYTES + 1);
            return bytes.length > SourceText.MAX_BYTES ? TOO_LARGE : Sha256.hex(bytes);
        } catch (IOException e) {
            return ABSENT;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
