package io.alertrelay.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at a configuration that has no mistakes.
 *
 * @param channels the sections of the channels, in the order of the settings
 * @param written the rules of the shared integrations by the integration's name
 */
record Reviewer(Document document, List<Section> channels, Map<String, WrittenRules> written, RelayConfig config) {

    ConfigReview review() {
        List<ConfigWarning> warnings = new ArrayList<>();
        written.values().forEach(rules -> warnings.addAll(rules.warnings()));
        warnings.addAll(unreached());
        Map<String, Integer> examples = new LinkedHashMap<>();
        List<ConfigProblem> failed = new ArrayList<>();
        for (IntegrationSettings integration : config.integrations()) {
            if (written.containsKey(integration.name())) {
                List<RuleExample> all = written.get(integration.name()).examples();
                examples.put(integration.name(), all.size());
                all.forEach(example -> example.difference(integration).ifPresent(failed::add));
            }
        }
        return new ConfigReview(
                config,
                warnings.stream()
                        // Two integrations may name the same file.
                        .distinct()
                        .sorted(Comparator.comparing(ConfigWarning::file)
                                .thenComparingInt(ConfigWarning::line)
                                .thenComparingInt(ConfigWarning::column))
                        .toList(),
                examples,
                failed.stream().distinct().toList(),
                new WarningPlaces(written));
    }

    private List<ConfigWarning> unreached() {
        Set<String> reached = new HashSet<>();
        config.integrations().forEach(i -> reached.addAll(i.rules().lint().reached()));
        config.selfAlert().ifPresent(to -> reached.add(to.channel()));
        List<ConfigWarning> warnings = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            if (!reached.contains(config.channels().get(i).name())) {
                Section section = channels.get(i);
                warnings.add(ConfigWarning.at(
                        document.name(),
                        section.node("name").orElseThrow().getStartMark(),
                        section.at("name"),
                        "no rule and no integration leads to this channel",
                        "name it in a case, in a default or as an integration's channel, or leave it out"));
            }
        }
        return warnings;
    }
}
