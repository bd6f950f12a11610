package io.alertrelay.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** How an operator's own client gets at the embedded broker of a relay: with the file in its data folder. */
public final class EmbeddedAccess {
    private EmbeddedAccess() {}

    /** Settings of a client, by Kafka's names. */
    public static Properties settings(Path data, int port) {
        Properties p = new Properties();
        try (Reader file = Files.newBufferedReader(data.resolve("client.properties"), StandardCharsets.UTF_8)) {
            p.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        p.put("bootstrap.servers", "127.0.0.1:" + port);
        return p;
    }
}
