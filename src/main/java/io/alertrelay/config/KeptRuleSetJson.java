package io.alertrelay.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.RecordJson;
import io.alertrelay.routing.RuleSetDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kept rules as JSON: Flashduty's format of rules, with channels by name, and in addition the channels with their ids.
 */
public record KeptRuleSetJson(
        String version,
        String integration,
        Instant firstUsedAt,
        List<Channel> channels,
        Optional<String> channel,
        Optional<RuleSetDefinition> routes) {
    /** As it is written. */
    public static KeptRuleSetJson of(KeptRuleSet kept) {
        List<Channel> channels = kept.channels().entrySet().stream()
                .map(channel -> new Channel(channel.getKey(), channel.getValue()))
                .toList();
        return new KeptRuleSetJson(
                kept.version(), kept.integration(), kept.firstUsedAt(), channels, kept.channel(), kept.rules());
    }

    /** As an object. */
    public static ObjectNode write(KeptRuleSet kept) {
        return RecordJson.tree(of(kept));
    }

    /** Reads the output of {@link #write}; empty for anything else. */
    public static Optional<KeptRuleSet> read(byte[] json) {
        return RecordJson.read(json, KeptRuleSetJson.class)
                .filter(value -> !value.version.isEmpty() && value.firstUsedAt != null)
                .flatMap(KeptRuleSetJson::kept);
    }

    private Optional<KeptRuleSet> kept() {
        Map<String, Optional<Long>> ids = new LinkedHashMap<>();
        channels.forEach(one -> ids.put(one.name, one.id));
        return channel.<KeptRuleSet.Content>map(KeptRuleSet.Content.Dedicated::new)
                .or(() -> routes.map(KeptRuleSet.Content.Shared::new))
                .map(content -> new KeptRuleSet(version, integration, firstUsedAt, ids, content));
    }

    record Channel(String name, Optional<Long> id) {}
}
