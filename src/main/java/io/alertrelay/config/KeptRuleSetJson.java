package io.alertrelay.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.routing.CaseDefinition;
import io.alertrelay.routing.ChannelReference;
import io.alertrelay.routing.ConditionDefinition;
import io.alertrelay.routing.DefaultDefinition;
import io.alertrelay.routing.RoutingMode;
import io.alertrelay.routing.RuleSetDefinition;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kept rules as JSON: Flashduty's format of rules, with channels by name, and in addition the channels with their ids.
 */
public final class KeptRuleSetJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeptRuleSetJson() {}

    /** As an object. */
    public static ObjectNode write(KeptRuleSet kept) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("version", kept.version())
                .put("integration", kept.integration())
                .put("first_used_at", kept.firstUsedAt().toString());
        ArrayNode channels = root.putArray("channels");
        kept.channels().forEach((name, id) -> {
            ObjectNode channel = channels.addObject().put("name", name);
            id.ifPresent(known -> channel.put("id", known));
        });
        if (kept.content() instanceof KeptRuleSet.Content.Dedicated dedicated) {
            root.put("channel", dedicated.channel());
        } else {
            root.set("routes", rules(((KeptRuleSet.Content.Shared) kept.content()).rules()));
        }
        return root;
    }

    /** Reads the output of {@link #write}; empty for anything else. */
    public static Optional<KeptRuleSet> read(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.path("version").isTextual()
                    || !root.has("channel") && !root.path("routes").isObject()) {
                return Optional.empty();
            }
            Map<String, Optional<Long>> channels = new LinkedHashMap<>();
            root.path("channels")
                    .forEach(c -> channels.put(
                            c.path("name").asText(),
                            c.has("id") ? Optional.of(c.path("id").asLong()) : Optional.empty()));
            KeptRuleSet.Content content = root.has("channel")
                    ? new KeptRuleSet.Content.Dedicated(root.path("channel").asText())
                    : new KeptRuleSet.Content.Shared(rules(root.path("routes")));
            return Optional.of(new KeptRuleSet(
                    root.path("version").asText(),
                    root.path("integration").asText(),
                    Instant.parse(root.path("first_used_at").asText()),
                    channels,
                    content));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode rules(RuleSetDefinition rules) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode cases = root.putArray("cases");
        rules.cases().forEach(one -> write(one, cases.addObject()));
        rules.byDefault().ifPresent(d -> references(root.putObject("default"), d.channels()));
        return root;
    }

    public static ObjectNode write(CaseDefinition one, ObjectNode node) {
        ArrayNode conditions = node.putArray("if");
        for (ConditionDefinition condition : one.conditions()) {
            ArrayNode vals = conditions
                    .addObject()
                    .put("key", condition.key())
                    .put("oper", condition.oper())
                    .putArray("vals");
            condition.vals().forEach(vals::add);
        }
        references(node, one.channels());
        node.put("fallthrough", one.fallthrough())
                .put("routing_mode", one.routingMode().word());
        one.nameMappingLabel().ifPresent(label -> node.put("name_mapping_label", label));
        return node;
    }

    /** In one list, because their order counts: a name is a text, an id that has none a number. */
    public static void references(ObjectNode node, List<ChannelReference> references) {
        ArrayNode array = node.putArray("channels");
        for (ChannelReference reference : references) {
            if (reference instanceof ChannelReference.ByName byName) {
                array.add(byName.name());
            } else {
                array.add(((ChannelReference.ById) reference).id());
            }
        }
    }

    private static RuleSetDefinition rules(JsonNode node) {
        List<CaseDefinition> cases = new ArrayList<>();
        node.path("cases").forEach(one -> cases.add(readCase(one)));
        Optional<DefaultDefinition> byDefault = node.has("default")
                ? Optional.of(new DefaultDefinition(references(node.path("default"))))
                : Optional.empty();
        return new RuleSetDefinition(cases, byDefault);
    }

    private static CaseDefinition readCase(JsonNode node) {
        List<ConditionDefinition> conditions = new ArrayList<>();
        for (JsonNode condition : node.path("if")) {
            List<String> vals = new ArrayList<>();
            condition.path("vals").forEach(val -> vals.add(val.asText()));
            conditions.add(new ConditionDefinition(
                    condition.path("key").asText(), condition.path("oper").asText(), vals));
        }
        String word = node.path("routing_mode").asText();
        RoutingMode mode = Arrays.stream(RoutingMode.values())
                .filter(m -> m.word().equals(word))
                .findFirst()
                .orElse(RoutingMode.STANDARD);
        return new CaseDefinition(
                conditions,
                references(node),
                node.path("fallthrough").asBoolean(),
                mode,
                Optional.ofNullable(node.get("name_mapping_label")).map(JsonNode::asText));
    }

    private static List<ChannelReference> references(JsonNode node) {
        List<ChannelReference> references = new ArrayList<>();
        for (JsonNode reference : node.path("channels")) {
            references.add(
                    reference.isNumber()
                            ? new ChannelReference.ById(reference.asLong())
                            : new ChannelReference.ByName(reference.asText()));
        }
        return references;
    }
}
