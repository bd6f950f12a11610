package io.alertrelay.routing;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RoutingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks and compiles one case. */
final class CaseCompiler {
    private final ConditionCompiler conditions = new ConditionCompiler();
    private final ChannelResolver channels;

    CaseCompiler(ChannelResolver channels) {
        this.channels = channels;
    }

    /** The result must not be used if a problem was reported. */
    RoutingCase compile(int number, CaseDefinition definition, RulePlace place) {
        return new RoutingCase(
                number,
                conditions(definition.conditions(), place.field("if")),
                target(definition, place),
                definition.fallthrough());
    }

    private List<Condition> conditions(List<ConditionDefinition> definitions, RulePlace place) {
        List<Condition> compiled = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            conditions.compile(definitions.get(i), place.item(i)).ifPresent(compiled::add);
        }
        return compiled;
    }

    private CaseTarget target(CaseDefinition definition, RulePlace place) {
        Optional<String> label = definition.nameMappingLabel().filter(text -> !text.isBlank());
        RulePlace ids = place.field("channel_ids");
        RulePlace labelPlace = place.field("name_mapping_label");
        return definition.routingMode() == RoutingMode.STANDARD
                ? listed(definition.channels(), ids, label, labelPlace)
                : mapped(label, labelPlace, definition.channels(), ids);
    }

    private CaseTarget listed(
            List<ChannelReference> references, RulePlace place, Optional<String> label, RulePlace labelPlace) {
        if (references.isEmpty()) {
            place.problem("", "at least one channel: the routing_mode is standard");
        }
        label.ifPresent(text -> labelPlace.problem(
                text, "no label: the routing_mode is standard; to send by a label's value it must be name_mapping"));
        return new CaseTarget.Listed(channels.resolve(references, place));
    }

    private CaseTarget mapped(
            Optional<String> label, RulePlace place, List<ChannelReference> references, RulePlace ids) {
        if (label.map(LabelKey::bare)
                .filter(name -> !name.equals(LabelKey.PREFIX))
                .isEmpty()) {
            place.problem(
                    label.orElse(""),
                    "the label whose value is the channel's name, like labels.team or team: the routing_mode is"
                            + " name_mapping");
        }
        if (!references.isEmpty()) {
            ids.problem(
                    references.size() == 1 ? "1 channel" : references.size() + " channels",
                    "no channels: the routing_mode is name_mapping, so the label names the channel; to send to listed"
                            + " ones it must be standard");
        }
        return new CaseTarget.Mapped(LabelKey.bare(label.orElse("")), channels.names());
    }
}
