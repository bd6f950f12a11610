package io.alertrelay.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record of the topic of rule sets: rules that were in use, with everything needed to read them when the
 * configuration has changed. Its key is their version. The value has Flashduty's format of rules, with channels by
 * name, and in addition the channels with their ids.
 *
 * @param version of the rules: their content address
 * @param integration the first one that used them; others may use the same
 * @param firstUsedAt when a relay first started with them
 * @param channels all that were configured at that time
 * @param channel the one that every alert of a dedicated integration goes to; empty for a shared one
 * @param routes the rules of a shared integration as written, but with every channel by its name; empty for a dedicated
 *     one
 */
public record KeptRuleSet(
        String version,
        String integration,
        Instant firstUsedAt,
        List<KeptChannel> channels,
        Optional<String> channel,
        Optional<RuleSetDefinition> routes) {
    public KeptRuleSet {
        channels = List.copyOf(channels);
    }

    /** @param id Flashduty's, if it was configured */
    public record KeptChannel(String name, Optional<Long> id) {}

    /** Reads a record of the topic; empty if the relay did not write it. */
    public static Optional<KeptRuleSet> of(StoredRecord record) {
        return RecordJson.read(record.value(), KeptRuleSet.class)
                .filter(kept -> !kept.version.isEmpty()
                        && kept.firstUsedAt != null
                        && kept.channel.isPresent() != kept.routes.isPresent());
    }

    /** As written to the topic. */
    public NewRecord draft() {
        return new NewRecord(version, RecordJson.bytes(this));
    }
}
