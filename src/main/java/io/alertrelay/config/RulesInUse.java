package io.alertrelay.config;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.RuleSetDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of the configured integrations, as they are kept. */
public final class RulesInUse {
    private RulesInUse() {}

    /** The rules of an integration, to be kept. */
    public static KeptRuleSet of(IntegrationSettings integration, List<ChannelSettings> channels, Instant now) {
        List<KeptRuleSet.KeptChannel> named = new ArrayList<>();
        Map<Long, String> names = new HashMap<>();
        for (ChannelSettings channel : channels) {
            named.add(new KeptRuleSet.KeptChannel(channel.name(), channel.id()));
            channel.id().ifPresent(id -> names.put(id, channel.name()));
        }
        Optional<RuleSetDefinition> rules = integration.rules().definition();
        return new KeptRuleSet(
                integration.rules().version(),
                integration.name(),
                now,
                named,
                rules.isPresent()
                        ? Optional.empty()
                        : integration.rules().lint().reached().stream().findFirst(),
                rules.map(written -> byName(written, names)));
    }

    /** The names of the integrations that have rules of just that version. */
    public static List<String> by(RelayConfig config, String version) {
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
