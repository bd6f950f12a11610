package io.alertrelay.config;

import io.alertrelay.text.Sha256;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The content address of what a configuration means: the same on every relay that runs the same, however the files are
 * written. No secret is part of it, so that it can be shown and tells nothing of one; a configuration in which only a
 * key changed has the same version.
 */
public final class ConfigVersion {
    private static final int DIGITS = 12;

    private final StringBuilder text = new StringBuilder();

    private ConfigVersion() {}

    /** 12 hexadecimal digits of a SHA-256. */
    public static String of(RelayConfig config) {
        ConfigVersion version = new ConfigVersion();
        version.add(config);
        return version.digest();
    }

    private void add(RelayConfig config) {
        KafkaSettings kafka = config.kafka();
        if (kafka.brokers() instanceof Brokers.Cluster cluster) {
            add("cluster", cluster.bootstrapServers(), new TreeMap<>(cluster.properties()));
        } else {
            // Where the data is differs from machine to machine, and is no difference in what is done.
            add("embedded");
        }
        add(kafka.prefix(), kafka.replication(), kafka.minInsyncReplicas(), kafka.webhooksPartitions());
        // Nor is where each machine listens.
        add(kafka.retention(), config.flashduty(), config.routing());
        config.selfAlert().ifPresent(to -> add("self_alert", to));
        config.integrations().stream()
                .sorted(Comparator.comparing(IntegrationSettings::name))
                .forEach(i -> add(
                        "integration",
                        i.name(),
                        i.id(),
                        i.severityWords().isEmpty()
                                ? i.defaultSeverity()
                                : i.defaultSeverity() + " " + new TreeMap<>(i.severityWords()),
                        i.rules().version(),
                        i.template()));
        config.channels().stream()
                .sorted(Comparator.comparing(ChannelSettings::name))
                .forEach(channel -> add("channel", channel));
    }

    /** Each part with its length, so that no two lists of parts have the same text. */
    private void add(Object... parts) {
        for (Object part : parts) {
            String one = String.valueOf(part);
            text.append(one.length()).append(':').append(one);
        }
        text.append('\n');
    }

    private String digest() {
        return Sha256.hex(text.toString(), DIGITS);
    }
}
