package io.alertrelay.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
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
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode cases = root.putArray("cases");
        for (int i = 0; i < rules.cases().size(); i++) {
            cases.add(one(rules.cases().get(i), "cases[" + i + "]", notes));
        }
        rules.byDefault().ifPresent(d -> channels(root.putObject("default"), d.channels(), "default", notes));
        String text = root.toPrettyString().lines().map(YamlText::escaped).collect(Collectors.joining("\n", "", "\n"));
        return new ConvertedRules(text, notes);
    }

    private ObjectNode one(CaseDefinition definition, String path, List<String> notes) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode conditions = node.putArray("if");
        definition.conditions().forEach(c -> {
            ArrayNode vals = conditions
                    .addObject()
                    .put("key", c.key())
                    .put("oper", c.oper())
                    .putArray("vals");
            c.vals().forEach(vals::add);
        });
        if (!definition.channels().isEmpty()) {
            channels(node, definition.channels(), path, notes);
        }
        node.put("fallthrough", definition.fallthrough())
                .put("routing_mode", definition.routingMode().word());
        definition.nameMappingLabel().filter(l -> !l.isBlank()).ifPresent(l -> node.put("name_mapping_label", l));
        return node;
    }

    private void channels(ObjectNode node, List<ChannelReference> references, String path, List<String> notes) {
        List<Optional<Long>> known = references.stream().map(this::id).toList();
        if (known.stream().allMatch(Optional::isPresent)) {
            ArrayNode array = node.putArray("channel_ids");
            known.forEach(id -> array.add(id.orElseThrow()));
            return;
        }
        ArrayNode array = node.putArray("channels");
        for (int i = 0; i < references.size(); i++) {
            String name = name(references.get(i));
            array.add(name);
            if (known.get(i).isEmpty()) {
                notes.add(path + ".channels: " + NodeText.quoted(name)
                        + " has no id in the configuration, so the channels stand by name here, which Flashduty does not"
                        + " take; give the channel its id");
            }
        }
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
}
