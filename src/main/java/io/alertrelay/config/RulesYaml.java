package io.alertrelay.config;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules as YAML, with channels by name where the id is known. */
public final class RulesYaml {
    private final Map<Long, String> names;

    /** @param names of the channels by Flashduty's id */
    public RulesYaml(Map<Long, String> names) {
        this.names = Map.copyOf(names);
    }

    /** The text of a file of rules. */
    public String write(RuleSetDefinition rules) {
        StringBuilder out = new StringBuilder(rules.cases().isEmpty() ? "cases: []\n" : "cases:\n");
        for (CaseDefinition one : rules.cases()) {
            String indent = "  - ";
            for (String line : lines(one)) {
                out.append(indent).append(line).append('\n');
                indent = "    ";
            }
        }
        if (rules.byDefault().isPresent()) {
            out.append("default:\n");
            DefaultDefinition byDefault = rules.byDefault().get();
            channels(byDefault.channels())
                    .forEach(line -> out.append("  ").append(line).append('\n'));
        }
        return out.toString();
    }

    private List<String> lines(CaseDefinition one) {
        List<String> lines = new ArrayList<>();
        if (!one.conditions().isEmpty()) {
            lines.add("if:");
            one.conditions().forEach(condition -> lines.add("  - " + condition(condition)));
        }
        if (one.routingMode() == RoutingMode.NAME_MAPPING) {
            lines.add("routing_mode: " + one.routingMode().word());
        }
        one.nameMappingLabel()
                .filter(label -> !label.isBlank())
                .ifPresent(label -> lines.add("name_mapping_label: " + YamlText.of(label)));
        if (one.routingMode() == RoutingMode.STANDARD || !one.channels().isEmpty()) {
            lines.addAll(channels(one.channels()));
        }
        if (one.fallthrough()) {
            lines.add("fallthrough: true");
        }
        return lines;
    }

    private static String condition(ConditionDefinition condition) {
        return "{ key: " + YamlText.of(condition.key()) + ", oper: " + YamlText.of(condition.oper()) + ", vals: "
                + YamlText.list(condition.vals()) + " }";
    }

    private List<String> channels(List<ChannelReference> references) {
        List<Long> ids = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (ChannelReference reference : references) {
            if (reference instanceof ChannelReference.ByName byName) {
                named.add(byName.name());
            } else {
                long id = ((ChannelReference.ById) reference).id();
                Optional.ofNullable(names.get(id)).ifPresentOrElse(named::add, () -> ids.add(id));
            }
        }
        List<String> lines = new ArrayList<>();
        if (!ids.isEmpty()) {
            lines.add("channel_ids: " + ids);
        }
        if (!named.isEmpty() || ids.isEmpty()) {
            lines.add("channels: " + YamlText.list(named));
        }
        return lines;
    }
}
