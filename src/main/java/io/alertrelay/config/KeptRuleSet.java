package io.alertrelay.config;

import io.alertrelay.routing.CaseDefinition;
import io.alertrelay.routing.ChannelReference;
import io.alertrelay.routing.DefaultDefinition;
import io.alertrelay.routing.RuleSetDefinition;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that were in use, with everything needed to read them when the configuration has changed.
 *
 * @param version of the rules: their content address
 * @param integration the first one that used them; others may use the same
 * @param firstUsedAt when a relay first started with them
 * @param channels the names of the channels at that time, with Flashduty's id if it was configured
 */
public record KeptRuleSet(
        String version,
        String integration,
        Instant firstUsedAt,
        Map<String, Optional<Long>> channels,
        Content content) {
    public KeptRuleSet {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }

    /** The content of the rules. */
    public sealed interface Content {
        /** The rules of a shared integration as written, but with every channel by its name. */
        record Shared(RuleSetDefinition rules) implements Content {}

        /** The rules of a dedicated integration: every alert goes to the channel. */
        record Dedicated(String channel) implements Content {}
    }

    /** The rules of an integration, to be kept. */
    public static KeptRuleSet of(IntegrationSettings integration, List<ChannelSettings> channels, Instant now) {
        Map<String, Optional<Long>> named = new LinkedHashMap<>();
        Map<Long, String> names = new HashMap<>();
        for (ChannelSettings channel : channels) {
            named.put(channel.name(), channel.id());
            channel.id().ifPresent(id -> names.put(id, channel.name()));
        }
        Content content = integration
                .rules()
                .definition()
                .<Content>map(rules -> new Content.Shared(byName(rules, names)))
                .orElseGet(() -> new Content.Dedicated(
                        integration.rules().lint().reached().iterator().next()));
        return new KeptRuleSet(integration.rules().version(), integration.name(), now, named, content);
    }

    /** The rules of a shared integration; empty of a dedicated one. */
    public Optional<RuleSetDefinition> rules() {
        return content instanceof Content.Shared shared ? Optional.of(shared.rules()) : Optional.empty();
    }

    /** The channel of a dedicated integration; empty of a shared one. */
    public Optional<String> channel() {
        return content instanceof Content.Dedicated dedicated ? Optional.of(dedicated.channel()) : Optional.empty();
    }

    /** The integrations of a configuration that have just these rules. */
    public List<String> usedBy(RelayConfig config) {
        return config.integrations().stream()
                .filter(integration -> integration.rules().version().equals(version))
                .map(IntegrationSettings::name)
                .toList();
    }

    private static RuleSetDefinition byName(RuleSetDefinition rules, Map<Long, String> names) {
        return new RuleSetDefinition(
                rules.cases().stream()
                        .map(one -> new CaseDefinition(
                                one.conditions(),
                                byName(one.channels(), names),
                                one.fallthrough(),
                                one.routingMode(),
                                one.nameMappingLabel()))
                        .toList(),
                rules.byDefault().map(d -> new DefaultDefinition(byName(d.channels(), names))));
    }

    private static List<ChannelReference> byName(List<ChannelReference> references, Map<Long, String> names) {
        return references.stream().map(reference -> byName(reference, names)).toList();
    }

    private static ChannelReference byName(ChannelReference reference, Map<Long, String> names) {
        return reference instanceof ChannelReference.ById byId
                ? Optional.ofNullable(names.get(byId.id()))
                        .<ChannelReference>map(ChannelReference.ByName::new)
                        .orElse(reference)
                : reference;
    }
}
