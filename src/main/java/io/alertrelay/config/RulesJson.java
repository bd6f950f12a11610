package io.alertrelay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.alertrelay.json.Json;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rules as Flashduty's own JSON: channels by id. A list with a channel without an id is written with names, complete
 * and in order, which Flashduty does not accept but this relay does: nothing is lost, and a note says so.
 */
public final class RulesJson {
    private final Map<String, Long> ids;

    /** @param ids Flashduty's ids of the channels by name */
    public RulesJson(Map<String, Long> ids) {
        this.ids = Map.copyOf(ids);
    }

    /** What was written. */
    public ConvertedRules write(RuleSetDefinition rules) {
        List<String> notes = new ArrayList<>();
        List<FlashdutyCase> cases = new ArrayList<>();
        for (int i = 0; i < rules.cases().size(); i++) {
            cases.add(one(rules.cases().get(i), "cases[" + i + "]", notes));
        }
        FlashdutyRules written =
                new FlashdutyRules(cases, rules.byDefault().map(d -> channels(d.channels(), "default", notes)));
        String text = Json.of(written)
                .toPrettyString()
                .lines()
                .map(YamlText::escaped)
                .collect(Collectors.joining("\n", "", "\n"));
        return new ConvertedRules(text, notes);
    }

    private FlashdutyCase one(CaseDefinition definition, String path, List<String> notes) {
        return new FlashdutyCase(
                definition.conditions(),
                definition.channels().isEmpty() ? FlashdutyChannels.NONE : channels(definition.channels(), path, notes),
                definition.fallthrough(),
                definition.routingMode().word(),
                definition.nameMappingLabel().filter(label -> !label.isBlank()));
    }

    private FlashdutyChannels channels(List<ChannelReference> references, String path, List<String> notes) {
        List<Optional<Long>> known = references.stream().map(this::id).toList();
        if (known.stream().allMatch(Optional::isPresent)) {
            return new FlashdutyChannels(
                    Optional.of(known.stream().map(Optional::orElseThrow).toList()), Optional.empty());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            String name = name(references.get(i));
            names.add(name);
            if (known.get(i).isEmpty()) {
                notes.add(path + ".channels: " + NodeText.quoted(name)
                        + " has no id in the configuration, so the channels are given by name here, which Flashduty does not"
                        + " take; give the channel its id");
            }
        }
        return new FlashdutyChannels(Optional.empty(), Optional.of(names));
    }

    private Optional<Long> id(ChannelReference reference) {
        return reference instanceof ChannelReference.ById byId
                ? Optional.of(byId.id())
                : Optional.ofNullable(ids.get(((ChannelReference.ByName) reference).name()));
    }

    private String name(ChannelReference reference) {
        if (reference instanceof ChannelReference.ByName byName) {
            return byName.name();
        }
        long id = ((ChannelReference.ById) reference).id();
        return ids.entrySet().stream()
                .filter(e -> e.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Long.toString(id));
    }

    private record FlashdutyRules(
            List<FlashdutyCase> cases,
            @JsonProperty("default") Optional<FlashdutyChannels> byDefault) {}

    private record FlashdutyCase(
            @JsonProperty("if") List<ConditionDefinition> conditions,
            @JsonUnwrapped FlashdutyChannels channels,
            boolean fallthrough,
            String routingMode,
            Optional<String> nameMappingLabel) {}

    /** Either the ids of all, or the names of all. */
    private record FlashdutyChannels(Optional<List<Long>> channelIds, Optional<List<String>> channels) {
        private static final FlashdutyChannels NONE = new FlashdutyChannels(Optional.empty(), Optional.empty());
    }
}
