package io.alertrelay.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.pipeline.ConfigSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one relay of those that share the work runs, as it says itself.
 *
 * @param relay its name among them: another one each time that it starts
 * @param host the machine
 * @param port the public one
 * @param config the version of its configuration
 * @param rules the version of the rules of each integration
 * @param held which of its channels are held for too long, and why; see {@link LongHeldChannels}
 * @param keys when each key was used last, as far as it knows, by its short hash; written now and then, so cut to ten
 *     minutes
 * @param since when the configuration came into force there, as RFC 3339
 */
public record RelayVersion(
        String relay,
        String host,
        int port,
        String config,
        Map<String, String> rules,
        Map<String, String> held,
        Map<String, Instant> keys,
        String since) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long KEYS_SECONDS = 600;

    public RelayVersion {
        rules = Map.copyOf(rules);
        held = Map.copyOf(held);
        keys = Map.copyOf(keys);
    }

    /** The name of this machine, for people. */
    public static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** The relay at that place, when it runs that. */
    public static RelayVersion of(
            String relay, String host, int port, ConfigSnapshot running, Map<String, String> held, KeyUses uses) {
        Map<String, Instant> keys = new TreeMap<>();
        running.config().integrations().stream()
                .flatMap(integration -> running.keys().of(integration.name()).stream())
                .forEach(key -> uses.last(key)
                        .ifPresent(at -> keys.put(
                                key.shortHash(),
                                Instant.ofEpochSecond(at.getEpochSecond() / KEYS_SECONDS * KEYS_SECONDS))));
        return new RelayVersion(
                relay,
                host,
                port,
                running.version(),
                running.config().integrations().stream()
                        .collect(Collectors.toMap(
                                IntegrationSettings::name, i -> i.rules().version())),
                held,
                keys,
                running.since().toString());
    }

    /** As an object. */
    ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("relay", relay)
                .put("host", host)
                .put("port", port)
                .put("config", config)
                .put("since", since);
        ObjectNode versions = root.putObject("rules");
        new TreeMap<>(rules).forEach(versions::put);
        if (!held.isEmpty()) {
            ObjectNode causes = root.putObject("held");
            new TreeMap<>(held).forEach(causes::put);
        }
        if (!keys.isEmpty()) {
            ObjectNode used = root.putObject("keys_used");
            new TreeMap<>(keys).forEach((key, at) -> used.put(key, at.toString()));
        }
        return root;
    }

    /** What {@link #toJson} wrote; empty if it is anything else, a tombstone for example. */
    static Optional<RelayVersion> read(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.path("relay").isTextual() || !root.path("config").isTextual()) {
                return Optional.empty();
            }
            return Optional.of(new RelayVersion(
                    root.path("relay").asText(),
                    root.path("host").asText(),
                    root.path("port").asInt(),
                    root.path("config").asText(),
                    texts(root.path("rules")),
                    texts(root.path("held")),
                    times(root.path("keys_used")),
                    root.path("since").asText()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Instant> times(JsonNode object) {
        Map<String, Instant> times = new TreeMap<>();
        texts(object).forEach((name, time) -> times.put(name, Instant.parse(time)));
        return times;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
