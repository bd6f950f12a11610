package io.alertrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the section {@code kafka}.
 *
 * @param folder to which a relative data folder is relative
 * @param ports shared with the other listeners
 */
record KafkaReader(Path folder, Ports ports) {
    private static final String EMBEDDED = "embedded";
    private static final String PROPERTIES = "properties";
    private static final Set<String> OWN = new TreeSet<>(List.of(
            "acks",
            "auto.offset.reset",
            "bootstrap.servers",
            "delivery.timeout.ms",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "interceptor.classes",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "key.serializer.encoding",
            "linger.ms",
            "max.block.ms",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "retries",
            "serializer.encoding",
            "transactional.id",
            "value.deserializer",
            "value.serializer"));
    /** The relay chooses these, too; but earlier versions took them, and an upgrade must not stop a relay. */
    private static final Set<String> UNUSED = Set.of(
            "allow.auto.create.topics",
            "buffer.memory",
            "default.api.timeout.ms",
            "fetch.max.wait.ms",
            "heartbeat.interval.ms",
            "max.request.size",
            "partition.assignment.strategy",
            "request.timeout.ms",
            "retry.backoff.ms");

    private static final List<String> FOR_EMBEDDED = List.of("data", "port", "min_free");
    private static final List<String> FOR_CLUSTER = List.of("replication", "min_insync_replicas", PROPERTIES);
    private static final long MIN_FREE = 1L << 20;
    private static final long MOST_FREE = 1L << 40;
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._-]+:(\\d{1,5})");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9.-]{0,60}");

    KafkaSettings read(Section kafka) {
        String brokers = kafka.choice(
                        "brokers",
                        "embedded, or host:port of some brokers, separated by commas",
                        Set.of(EMBEDDED),
                        KafkaReader::brokers)
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
        int replication = kafka.optional("replication", "a number from 1 to 10", ValueParsers.integer(1, 10))
                .orElse(3);
        int insync = kafka.optional("min_insync_replicas", "a number from 1 to 10", ValueParsers.integer(1, 10))
                .orElse(Math.min(2, replication));
        if (insync > replication) {
            kafka.problem(
                    "min_insync_replicas",
                    kafka.shown("min_insync_replicas"),
                    "at most kafka.replication" + (kafka.isHidden("replication") ? "" : ", which is " + replication));
        }
        return new KafkaSettings(
                embedded ? embedded(kafka) : new Brokers.Cluster(brokers, properties(kafka), unused(kafka)),
                kafka.optional("prefix", "up to 60 letters, digits, dots and hyphens", ValueParsers.matching(PREFIX))
                        .orElse(KafkaSettings.PREFIX),
                replication,
                insync,
                kafka.optional("webhooks_partitions", "a number from 1 to 1000", ValueParsers.integer(1, 1000))
                        .orElse(KafkaSettings.PARTITIONS),
                kafka.optional(
                                "retention",
                                ValueParsers.DURATION + ", from 1h to 3650d",
                                ValueParsers.duration(Duration.ofHours(1), Duration.ofDays(3650)))
                        .orElse(KafkaSettings.RETENTION),
                kafka.optional(
                        "min_free",
                        "a size from 1MiB to 1024GiB, such as 2GiB",
                        ValueParsers.size(MIN_FREE, MOST_FREE)));
    }

    private static Optional<String> brokers(String text) {
        if (text.equals(EMBEDDED)) {
            return Optional.of(text);
        }
        List<String> servers =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        boolean valid = servers.stream().allMatch(server -> {
            Matcher m = SERVER.matcher(server);
            return m.matches()
                    && ValueParsers.integer(1, 65535).apply(m.group(1)).isPresent();
        });
        return valid ? Optional.of(String.join(",", servers)) : Optional.empty();
    }

    private Brokers embedded(Section kafka) {
        return new Brokers.Embedded(
                kafka.optional("data", "a folder", ValueParsers.path(folder))
                        .orElse(folder.resolve("data"))
                        .normalize(),
                ports.read(kafka, 19092));
    }

    private static Map<String, Secret> properties(Section kafka) {
        Section section = kafka.open(PROPERTIES);
        Map<String, Secret> properties = new HashMap<>();
        for (String name : section.keys()) {
            if (OWN.contains(name)) {
                section.problem(
                        name, "a setting on which the relay's promises rest", "none of " + String.join(", ", OWN));
            }
            section.optional(name, "a string", Optional::of)
                    .filter(value -> !UNUSED.contains(name))
                    .ifPresent(value -> properties.put(name, new Secret(value)));
        }
        return properties;
    }

    private static List<String> unused(Section kafka) {
        return kafka.open(PROPERTIES).keys().stream().filter(UNUSED::contains).toList();
    }

    /** What is probably not meant as written in a valid section. */
    static List<ConfigWarning> warnings(Document document, Section kafka) {
        Section section = kafka.open(PROPERTIES);
        List<ConfigWarning> warnings = new ArrayList<>();
        for (String name : section.keys()) {
            if (UNUSED.contains(name)) {
                warnings.add(warning(
                        document, section, name, "is not used: the relay has its own value for it", "leave it out"));
            } else {
                section.optional(name, "a string", Optional::of)
                        .flatMap(value -> misread(value, section.isHidden(name)))
                        .ifPresent(advice -> warnings.add(
                                warning(document, section, name, "Kafka gets it exactly as it is written", advice)));
            }
        }
        return warnings;
    }

    /** What to do about a value that a shell would have read otherwise, without saying what is in it. */
    private static Optional<String> misread(String value, boolean fromEnvironment) {
        if (NotReplaced.isReference(value) && !fromEnvironment) {
            return Optional.of("if a variable is meant write ${NAME}, with braces");
        }
        return NotReplaced.isQuoted(value)
                ? Optional.of("if quotes around it are not a part of it leave them out")
                : Optional.empty();
    }

    private static ConfigWarning warning(Document document, Section section, String name, String why, String advice) {
        return ConfigWarning.at(
                document.name(), section.node(name).flatMap(Node::getStartMark), section.at(name), why, advice);
    }
}
