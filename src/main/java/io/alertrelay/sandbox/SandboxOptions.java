package io.alertrelay.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a sandbox listens and what it keeps.
 *
 * @param host to listen on; {@code 127.0.0.1} unless others must reach it
 * @param port to listen on; 0 for any free one
 * @param journal a file to which every request is appended as one line of JSON, with the keys as given
 */
record SandboxOptions(String host, int port, Optional<Path> journal) {
    private static final String LOOPBACK = "127.0.0.1";

    /** On loopback, without a journal. */
    static SandboxOptions onLoopback(int port) {
        return new SandboxOptions(LOOPBACK, port, Optional.empty());
    }
}
