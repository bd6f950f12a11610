package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that clients of other processes need for the embedded broker: every local user can reach its ports on
 * loopback, but only those who may read the data folder know the secret. It is proved by SCRAM (RFC 5802), so that a
 * process that binds the port while the relay is down learns nothing from a client that connects there.
 */
final class BrokerSecret {
    /** The file of the secret, in the data folder. */
    static final String FILE = "broker.secret";
    /** The file with the secret for Kafka's own tools. */
    static final String CLIENT_FILE = "client.properties";

    static final String MECHANISM = "SCRAM-SHA-256";

    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final String USER = "relay";
    private static final int BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String text;

    private BrokerSecret(String text) {
        this.text = text;
    }

    /**
     * The secret of a folder, created if there is none, or if it is damaged or readable by others; also writes its file
     * for Kafka's tools.
     *
     * @throws IOException if the folder can't be read or written
     */
    static BrokerSecret keptIn(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Optional<BrokerSecret> kept = readIn(folder);
        if (kept.isPresent() && PrivateFile.open(file)) {
            LOG.warn("{} could be read by other users: a new secret is made", file);
            kept = Optional.empty();
        }
        BrokerSecret secret = kept.isPresent() ? kept.get() : make(file);
        secret.writeForTools(folder.resolve(CLIENT_FILE));
        return secret;
    }

    /**
     * The secret of a folder; empty if there is none, as in earlier versions, or if it is damaged.
     *
     * @throws IOException if there is one, and this user may not read it
     */
    static Optional<BrokerSecret> readIn(Path folder) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(folder.resolve(FILE)), StandardCharsets.UTF_8).strip())
                    .filter(text -> TEXT.matcher(text).matches())
                    .map(BrokerSecret::new);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static BrokerSecret make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrivateFile.write(file, text + "\n");
        return new BrokerSecret(text);
    }

    /** The settings that a client needs to authenticate, by Kafka's names. */
    Map<String, String> clientSettings() {
        return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", MECHANISM, "sasl.jaas.config", jaas());
    }

    /** The settings by which broker and controller require it on these of their listeners, by Kafka's names. */
    Properties brokerSettings() {
        Properties p = new Properties();
        p.put("sasl.enabled.mechanisms", MECHANISM);
        p.put("sasl.mechanism.controller.protocol", MECHANISM);
        for (String listener : new String[] {"broker", "controller"}) {
            String prefix = "listener.name." + listener + ".scram-sha-256.";
            p.put(prefix + "sasl.jaas.config", jaas());
            // Kafka would look it up among the users in its own log, which a starting controller has not read yet.
            p.put(prefix + "sasl.server.callback.handler.class", SecretCheck.class.getName());
        }
        return p;
    }

    private String jaas() {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                + text + "\";";
    }

    /** Rewritten only if it differs, so that a start on a full disk needs no room for it. */
    private void writeForTools(Path file) throws IOException {
        StringBuilder lines = new StringBuilder("# For Kafka's own tools, with the option --command-config.\n"
                + "# Written by the relay; whoever can read it can read and write every alert.\n");
        new TreeMap<>(clientSettings())
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        String wanted = lines.toString();
        if (!Files.exists(file)
                || PrivateFile.open(file)
                || !new String(Files.readAllBytes(file), StandardCharsets.UTF_8).equals(wanted)) {
            PrivateFile.write(file, wanted);
        }
    }

    @Override
    public String toString() {
        return "BrokerSecret[hidden]";
    }
}
