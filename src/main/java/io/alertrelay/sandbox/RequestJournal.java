package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file with one line of JSON per request that was received, for tests in another process. A line is handed to the
 * operating system before the request is answered, so it survives the end of the sandbox. It has the keys as given.
 */
final class RequestJournal implements AutoCloseable {
    private final OutputStream out;

    private RequestJournal(OutputStream out) {
        this.out = out;
    }

    /** Opens the file to append to it, and creates it if it is missing. */
    static RequestJournal open(Path file) throws SandboxException {
        try {
            return new RequestJournal(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new SandboxException("the journal " + file + " can't be opened for writing: " + e, e);
        }
    }

    synchronized void append(Received received) {
        ObjectNode line = SandboxJson.object()
                .put("seq", received.sequence())
                .put("time", received.receivedAt().toString())
                .put("key", received.integrationKey())
                .put("path", received.path())
                .put("handling", received.handling().name())
                .put("status", received.status().orElse(null))
                .put("sha256", Sha256.hex(received.body()))
                .put("body", received.bodyText());
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal can't be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal can't be closed", e);
        }
    }
}
