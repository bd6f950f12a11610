package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the topic of relays: what one of the relays that share the work runs, as it states itself. Its key is the
 * relay's name.
 *
 * @param relay its name, another one after each start
 * @param host the machine
 * @param port the public one
 * @param config the version of its configuration
 * @param since when the configuration took effect there, as RFC 3339
 * @param rules the version of the rules of each integration
 * @param held which of its channels are held for too long, and why
 * @param late in which of its channels alerts wait for too long though it runs, and the highest severity of those
 * @param keys when each key was last used, as far as it knows, by the key's short hash; written now and then, so cut to
 *     ten minutes
 * @param version of the relay itself; empty if it is an earlier one, which does not state it
 */
public record RelayVersion(
        String relay,
        String host,
        int port,
        String config,
        String since,
        Map<String, String> rules,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> held,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> late,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("keys_used")
        Map<String, Instant> keys,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) String version) {
    public RelayVersion {
        rules = Map.copyOf(rules);
        held = Map.copyOf(held);
        late = Map.copyOf(late);
        keys = Map.copyOf(keys);
    }

    /** The same with other uses of keys. */
    public RelayVersion withKeys(Map<String, Instant> uses) {
        return new RelayVersion(relay, host, port, config, since, rules, held, late, uses, version);
    }

    /** Reads a record of the topic; empty for anything else, such as a tombstone. */
    public static Optional<RelayVersion> of(StoredRecord record) {
        return RecordJson.read(record.value(), RelayVersion.class)
                .filter(version -> !version.relay.isEmpty() && !version.config.isEmpty());
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(relay, RecordJson.bytes(this));
    }
}
