package io.alertrelay.reading;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.Secret;
import io.alertrelay.config.SecretMask;
import io.alertrelay.kafka.BrokerFinding;
import io.alertrelay.kafka.BrokerFinding.SecurityProtocol;
import io.alertrelay.kafka.BrokerProbe;
import io.alertrelay.kafka.KafkaClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Checks the addresses in {@code kafka.brokers} before a Kafka client does, so that a wrong one is reported by one line
 * that says what to set.
 */
public final class ClusterReach {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** After this many checks in a row, a connection that is closed is not temporary. */
    private static final int CLOSED_FOR_GOOD = 4;

    private static final List<String> KEY_FILES = List.of("ssl.truststore.location", "ssl.keystore.location");

    private final List<String> servers;
    private final SecurityProtocol protocol;
    private final BrokerProbe probe;

    /** @throws StartException if {@code security.protocol} is none of Kafka's, or a file of keys can't be read */
    public ClusterReach(Brokers.Cluster cluster) throws StartException {
        requireFiles(cluster.properties());
        this.servers = Arrays.asList(cluster.bootstrapServers().split(","));
        this.protocol = protocol(cluster.properties());
        this.probe = new BrokerProbe(PATIENCE);
    }

    private static SecurityProtocol protocol(Map<String, Secret> properties) throws StartException {
        String found = Optional.ofNullable(properties.get("security.protocol"))
                .map(Secret::reveal)
                .orElse(SecurityProtocol.PLAINTEXT.name());
        try {
            return SecurityProtocol.valueOf(found.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "kafka.properties.security.protocol: found \"" + found + "\", expected one of "
                            + Arrays.toString(SecurityProtocol.values()),
                    e);
        }
    }

    private static void requireFiles(Map<String, Secret> properties) throws StartException {
        for (String name : KEY_FILES) {
            Optional<String> file = Optional.ofNullable(properties.get(name)).map(Secret::reveal);
            if (file.isPresent() && !Files.isReadable(Path.of(file.get()))) {
                throw new StartException("kafka.properties." + name + ": found " + file.get()
                        + ", expected a file that the relay may read");
            }
        }
    }

    /**
     * Returns when one of the addresses is that of a broker. Waits for brokers that are not up yet.
     *
     * @param startup notified of what is waited for, whenever that changes and every few minutes
     * @throws StartException if an address is not a broker's, or its listener does not fit the settings
     */
    public void await(StartupListener startup) throws StartException {
        StartWait waiting = new StartWait(startup);
        for (int closed = 0; ; closed++) {
            List<BrokerFinding> findings = look();
            if (findings.stream().anyMatch(this::fits)) {
                return;
            }
            if (findings.stream().allMatch(BrokerFinding::passes)) {
                closed = 0;
            } else if (closed == CLOSED_FOR_GOOD) {
                throw new StartException("Kafka can't be used. " + describe(findings));
            }
            waiting.on("Kafka; are kafka.brokers right, and the brokers up? " + describe(findings));
            pause();
        }
    }

    /** The same without waiting. */
    void check() throws StartException {
        List<BrokerFinding> findings = look();
        if (findings.stream().noneMatch(this::fits)) {
            throw new StartException("Kafka can't be reached. " + describe(findings));
        }
    }

    private boolean fits(BrokerFinding finding) {
        return !finding.passes() && finding.fault(protocol).isEmpty();
    }

    /**
     * An admin client; a mistake in the settings that only the client finds is reported by its innermost cause.
     *
     * @param settings of the clients, whose secrets are not reported
     */
    public static Admin admin(KafkaClients clients, KafkaSettings settings) throws StartException {
        try {
            return clients.admin();
        } catch (KafkaException e) {
            throw new StartException(
                    "kafka.properties: no Kafka client can be made: "
                            + SecretMask.of(settings).mask(reasons(e)),
                    e);
        }
    }

    /** The message of a Kafka client's exception and of its causes, which mostly say more. */
    public static String reasons(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage();
            boolean wrapper = t == failure && t.getCause() != null && t.getClass() == KafkaException.class;
            if (message != null && !wrapper && all.indexOf(message) < 0) {
                all.append(all.length() == 0 ? "" : ": ").append(message);
            }
        }
        return all.length() == 0 ? failure.getClass().getSimpleName() : all.toString();
    }

    private List<BrokerFinding> look() throws StartException {
        List<BrokerFinding> findings = servers.parallelStream().map(probe::ask).collect(Collectors.toList());
        List<BrokerFinding> mistakes = findings.stream()
                .filter(finding -> !finding.passes() && finding.sure())
                .filter(finding -> finding.fault(protocol).isPresent())
                .toList();
        if (!mistakes.isEmpty()) {
            throw new StartException("Kafka can't be used. " + describe(mistakes));
        }
        return findings;
    }

    private String describe(List<BrokerFinding> findings) {
        return findings.stream()
                .map(finding -> "kafka.brokers " + finding.server() + ": "
                        + finding.fault(protocol).orElse("answers"))
                .collect(Collectors.joining("; "));
    }

    private static void pause() throws StartException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while Kafka was waited for", e);
        }
    }
}
