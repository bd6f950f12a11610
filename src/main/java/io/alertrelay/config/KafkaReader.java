package io.alertrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the section {@code kafka}. */
final class KafkaReader {
    private static final String EMBEDDED = "embedded";
    private static final List<String> FOR_EMBEDDED = List.of("data", "port");
    private static final List<String> FOR_CLUSTER = List.of("replication", "min_insync_replicas", "properties");
    private static final Pattern SERVERS =
            Pattern.compile("[A-Za-z0-9._-]+:\\d{1,5}(\\s*,\\s*[A-Za-z0-9._-]+:\\d{1,5})*");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9.-]{0,60}");

    private final Path folder;

    /** @param folder what a relative data folder is relative to */
    KafkaReader(Path folder) {
        this.folder = folder;
    }

    KafkaSettings read(Section kafka) {
        String brokers = kafka.optional(
                        "brokers",
                        "embedded, or host:port of some brokers, separated by commas",
                        text -> text.equals(EMBEDDED) || SERVERS.matcher(text).matches()
                                ? Optional.of(text.replace(" ", ""))
                                : Optional.empty())
                .orElse(EMBEDDED);
        boolean embedded = brokers.equals(EMBEDDED);
        for (String key : embedded ? FOR_CLUSTER : FOR_EMBEDDED) {
            if (kafka.has(key)) {
                kafka.problem(
                        key,
                        "a setting " + (embedded ? "of a cluster" : "of the embedded broker"),
                        "none, because kafka.brokers is " + (embedded ? "embedded" : "a cluster"));
            }
        }
        int replication = kafka.optional("replication", "a number from 1 to 10", Values.integer(1, 10))
                .orElse(3);
        int insync = kafka.optional("min_insync_replicas", "a number from 1 to 10", Values.integer(1, 10))
                .orElse(Math.min(2, replication));
        if (insync > replication) {
            kafka.problem(
                    "min_insync_replicas",
                    String.valueOf(insync),
                    "at most kafka.replication, which is " + replication);
        }
        return new KafkaSettings(
                embedded ? embedded(kafka) : new Brokers.Cluster(brokers, properties(kafka)),
                kafka.optional("prefix", "up to 60 letters, digits, dots and hyphens", Values.matching(PREFIX))
                        .orElse("alert-relay."),
                replication,
                insync,
                kafka.optional("webhooks_partitions", "a number from 1 to 1000", Values.integer(1, 1000))
                        .orElse(6),
                kafka.optional(
                                "retention",
                                Values.DURATION + ", from 1h to 3650d",
                                Values.duration(Duration.ofHours(1), Duration.ofDays(3650)))
                        .orElse(Duration.ofDays(7)));
    }

    private Brokers embedded(Section kafka) {
        String data = kafka.optional(
                        "data", "a folder", text -> Optional.of(text).filter(t -> !t.isBlank()))
                .orElse("data");
        return new Brokers.Embedded(
                folder.resolve(data).normalize(),
                kafka.optional("port", "a port from 0 to 65535", Values.integer(0, 65535))
                        .orElse(19092));
    }

    private static Map<String, Secret> properties(Section kafka) {
        Map<String, Secret> properties = new HashMap<>();
        kafka.texts("properties").forEach((name, value) -> properties.put(name, new Secret(value)));
        return properties;
    }
}
