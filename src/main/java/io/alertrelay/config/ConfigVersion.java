package io.alertrelay.config;

import io.alertrelay.text.Sha256;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The content address of the meaning of a configuration: the same on every relay with the same settings, however the
 * files are written. It contains no secrets, so that it can be shown; changing only a key does not change the version.
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
            // The data folder may differ between machines without a difference in behaviour.
            add("embedded");
        }
        add(kafka.prefix(), kafka.replication(), kafka.minInsyncReplicas(), kafka.webhooksPartitions());
        // So may the addresses to listen on.
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

    /** Each part with its length, so that different lists of parts never have the same text. */
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
