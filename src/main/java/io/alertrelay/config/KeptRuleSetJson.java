package io.alertrelay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.RecordJson;
import io.alertrelay.routing.CaseDefinition;
import io.alertrelay.routing.ChannelReference;
import io.alertrelay.routing.ConditionDefinition;
import io.alertrelay.routing.DefaultDefinition;
import io.alertrelay.routing.RoutingMode;
import io.alertrelay.routing.RuleSetDefinition;
import java.time.Instant;
import java.util.Arrays;
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
        Optional<Rules> routes) {
    /** As it is written. */
    public static KeptRuleSetJson of(KeptRuleSet kept) {
        List<Channel> channels = kept.channels().entrySet().stream()
                .map(channel -> new Channel(channel.getKey(), channel.getValue()))
                .toList();
        return new KeptRuleSetJson(
                kept.version(),
                kept.integration(),
                kept.firstUsedAt(),
                channels,
                kept.channel(),
                kept.rules().map(Rules::of));
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

    /** A case as an object. */
    public static ObjectNode write(CaseDefinition one) {
        return RecordJson.tree(Case.of(one));
    }

    /** Channels as an object. */
    public static ObjectNode write(List<ChannelReference> references) {
        return RecordJson.tree(new Targets(written(references)));
    }

    /** In one list, because their order counts: a name is a text, an id that has none a number. */
    private static List<Object> written(List<ChannelReference> references) {
        return references.stream()
                .<Object>map(reference -> reference instanceof ChannelReference.ByName byName
                        ? byName.name()
                        : (Object) ((ChannelReference.ById) reference).id())
                .toList();
    }

    private static List<ChannelReference> references(List<Object> written) {
        return written.stream()
                .<ChannelReference>map(reference -> reference instanceof Number id
                        ? new ChannelReference.ById(id.longValue())
                        : new ChannelReference.ByName(String.valueOf(reference)))
                .toList();
    }

    private Optional<KeptRuleSet> kept() {
        Map<String, Optional<Long>> ids = new LinkedHashMap<>();
        channels.forEach(one -> ids.put(one.name, one.id));
        return channel.<KeptRuleSet.Content>map(KeptRuleSet.Content.Dedicated::new)
                .or(() -> routes.map(rules -> new KeptRuleSet.Content.Shared(rules.definition())))
                .map(content -> new KeptRuleSet(version, integration, firstUsedAt, ids, content));
    }

    record Channel(String name, Optional<Long> id) {}

    record Rules(List<Case> cases, @JsonProperty("default") Optional<Targets> byDefault) {
        static Rules of(RuleSetDefinition rules) {
            return new Rules(
                    rules.cases().stream().map(Case::of).toList(),
                    rules.byDefault().map(to -> new Targets(written(to.channels()))));
        }

        RuleSetDefinition definition() {
            return new RuleSetDefinition(
                    cases.stream().map(Case::definition).toList(),
                    byDefault.map(to -> new DefaultDefinition(references(to.channels))));
        }
    }

    private record Targets(List<Object> channels) {}

    private record Case(
            @JsonProperty("if") List<ConditionDefinition> conditions,
            List<Object> channels,
            boolean fallthrough,
            String routingMode,
            Optional<String> nameMappingLabel) {
        static Case of(CaseDefinition one) {
            return new Case(
                    one.conditions(),
                    written(one.channels()),
                    one.fallthrough(),
                    one.routingMode().word(),
                    one.nameMappingLabel());
        }

        CaseDefinition definition() {
            RoutingMode mode = Arrays.stream(RoutingMode.values())
                    .filter(known -> known.word().equals(routingMode))
                    .findFirst()
                    .orElse(RoutingMode.STANDARD);
            return new CaseDefinition(conditions, references(channels), fallthrough, mode, nameMappingLabel);
        }
    }
}
