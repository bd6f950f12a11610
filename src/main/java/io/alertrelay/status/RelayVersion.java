package io.alertrelay.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.record.RecordJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one of the relays that share the work runs, as it states itself.
 *
 * @param relay its name, another one after each start
 * @param host the machine
 * @param port the public one
 * @param config the version of its configuration
 * @param since when the configuration took effect there, as RFC 3339
 * @param rules the version of the rules of each integration
 * @param held which of its channels are held for too long, and why; see {@link LongHeldChannels}
 * @param keys when each key was last used, as far as it knows, by the key's short hash; written now and then, so cut to
 *     ten minutes
 */
public record RelayVersion(
        String relay,
        String host,
        int port,
        String config,
        String since,
        Map<String, String> rules,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> held,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("keys_used")
        Map<String, Instant> keys) {
    private static final long KEYS_SECONDS = 600;

    public RelayVersion {
        rules = Map.copyOf(rules);
        held = Map.copyOf(held);
        keys = Map.copyOf(keys);
    }

    /** The relay at that address with its running configuration. */
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
                running.since().toString(),
                running.config().integrations().stream()
                        .collect(Collectors.toMap(
                                IntegrationSettings::name, i -> i.rules().version())),
                held,
                keys);
    }

    /** Reads a record of the topic; empty for anything else, such as a tombstone. */
    static Optional<RelayVersion> read(byte[] json) {
        return RecordJson.read(json, RelayVersion.class)
                .filter(version -> !version.relay.isEmpty() && !version.config.isEmpty());
    }
}
