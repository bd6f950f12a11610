package io.alertrelay.config;

import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.flashduty.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reviews a valid configuration.
 *
 * @param kafka the section of that name
 * @param channels the sections of the channels, in the order of the settings
 * @param integrations the sections of the integrations, in the order of the settings
 * @param written the rules of the shared integrations by the integration's name
 */
record Reviewer(
        Document document,
        Section kafka,
        List<Section> channels,
        List<Section> integrations,
        Map<String, WrittenRules> written,
        RelayConfig config) {
    /** In an even number of braces; in an odd number the last one begins a placeholder. */
    private static final Pattern LITERAL_PLACEHOLDER = Pattern.compile(
            "(?i)(?<!\\{)(?:\\{\\{)+(?!\\{)\\s*[$.]?\\s*(?:labels|annotations|externalURL|generatorURL)\\b");

    ConfigReview review() {
        List<ConfigWarning> warnings = new ArrayList<>();
        written.values().forEach(rules -> warnings.addAll(rules.warnings()));
        warnings.addAll(KafkaReader.warnings(document, kafka));
        warnings.addAll(unreached());
        warnings.addAll(pushUrls());
        warnings.addAll(replacedLabels());
        warnings.addAll(literalPlaceholders());
        warnings.addAll(oddLabels());
        warnings.addAll(missingIds());
        Map<String, Integer> examples = new LinkedHashMap<>();
        List<ConfigProblem> failed = new ArrayList<>();
        for (IntegrationSettings integration : config.integrations()) {
            Optional.ofNullable(written.get(integration.name())).ifPresent(rules -> {
                examples.put(integration.name(), rules.examples().size());
                rules.examples()
                        .forEach(example -> example.difference(integration).ifPresent(failed::add));
            });
        }
        return new ConfigReview(
                config,
                warnings.stream()
                        // Two integrations may refer to the same file.
                        .distinct()
                        .sorted(Comparator.comparing(ConfigWarning::file)
                                .thenComparingInt(ConfigWarning::line)
                                .thenComparingInt(ConfigWarning::column))
                        .toList(),
                examples,
                failed.stream().distinct().toList(),
                List.copyOf(document.passedOver()),
                new WarningPlaces(written));
    }

    /** Those of templates that the relay itself writes: no mistakes, because relays have run with them. */
    private List<ConfigWarning> replacedLabels() {
        List<ConfigWarning> warnings = new ArrayList<>();
        for (int i = 0; i < integrations.size(); i++) {
            EventTemplate event = config.integrations().get(i).template();
            Section labels = integrations.get(i).open("event").open("labels");
            for (String name : event.labels().keySet()) {
                if (name.equals(EventTemplate.STARTS_AT)) {
                    warnings.add(label(
                            labels,
                            name,
                            "in the event the time since when the alert fires takes its place",
                            "give the label another name"));
                } else if (event.requestIdLabel().filter(name::equals).isPresent()) {
                    warnings.add(label(
                            labels,
                            name,
                            "in the event the request id takes its place",
                            "give the label another name, or that of the request id by event.request_id_label"));
                }
            }
        }
        return warnings;
    }

    private ConfigWarning label(Section labels, String name, String why, String advice) {
        return ConfigWarning.at(
                document.name(), labels.node(name).flatMap(Node::getStartMark), labels.at(name), why, advice);
    }

    /** Those of templates that are written as other tools have them. */
    private List<ConfigWarning> literalPlaceholders() {
        List<ConfigWarning> warnings = new ArrayList<>();
        for (Section integration : integrations) {
            Section event = integration.section("event", ConfigKeys.EVENT);
            Section labels = event.open("labels");
            Stream.of("title", "description").forEach(key -> literalPlaceholder(event, key, warnings));
            labels.keys().forEach(name -> literalPlaceholder(labels, name, warnings));
        }
        return warnings;
    }

    private void literalPlaceholder(Section templates, String key, List<ConfigWarning> warnings) {
        templates
                .optional(key, "a string", Optional::of)
                .filter(text -> LITERAL_PLACEHOLDER.matcher(text).find())
                .ifPresent(
                        text -> warnings.add(
                                label(
                                        templates,
                                        key,
                                        "{{ stands for a brace, so no value is put in here",
                                        "write {labels.<name>}, {annotations.<name>}, {externalURL} or {generatorURL}, in single braces")));
    }

    /** Those of templates whose value is probably not the one that is meant. */
    private List<ConfigWarning> oddLabels() {
        List<ConfigWarning> warnings = new ArrayList<>();
        for (int i = 0; i < integrations.size(); i++) {
            Map<String, Template> templates =
                    config.integrations().get(i).template().labels();
            Section labels = integrations.get(i).open("event").open("labels");
            templates.forEach((name, template) -> {
                String text = template.toString();
                if (!text.isBlank() && !text.equals(text.strip())) {
                    warnings.add(label(
                            labels,
                            name,
                            "it " + (text.equals(text.stripTrailing()) ? "begins" : "ends")
                                    + " with white space, which the label's value then has",
                            "write it on one line, or as a block with >-"));
                }
                template.labels().stream()
                        .filter(other -> !other.equals(name) && templates.containsKey(other))
                        .forEach(other -> warnings.add(label(
                                labels,
                                name,
                                "labels." + other + " in it is the alert's own label, not what the template makes of"
                                        + " it",
                                "write here what that template has")));
            });
        }
        return warnings;
    }

    /** Conditions on an id that the integration does not have: rules that were carried over may count on it. */
    private List<ConfigWarning> missingIds() {
        List<ConfigWarning> warnings = new ArrayList<>();
        for (int i = 0; i < integrations.size(); i++) {
            IntegrationSettings integration = config.integrations().get(i);
            String path = integrations.get(i).at("id");
            if (integration.id().isEmpty()) {
                Optional.ofNullable(written.get(integration.name()))
                        .ifPresent(rules -> warnings.addAll(missingId(rules, path)));
            }
        }
        return warnings;
    }

    private static List<ConfigWarning> missingId(WrittenRules rules, String id) {
        List<ConfigWarning> warnings = new ArrayList<>();
        for (RuleTree one : rules.tree().list("cases")) {
            for (RuleTree condition : one.list("if")) {
                if (condition.text("key").filter("data_source_id"::equals).isPresent()) {
                    boolean never = condition.text("oper").filter("IN"::equals).isPresent();
                    warnings.add(ConfigWarning.at(
                            condition.document().name(),
                            condition.node().getStartMark(),
                            condition.path(),
                            "there is no " + id + ", so it " + (never ? "never" : "always") + " holds",
                            "give the integration the id that it has in Flashduty"));
                }
            }
        }
        return warnings;
    }

    private List<ConfigWarning> pushUrls() {
        Map<PushUrl, String> seen = new HashMap<>();
        List<ConfigWarning> warnings = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            ChannelSettings channel = config.channels().get(i);
            Section section = channels.get(i);
            if (channel.pushUrl().isKeyless()) {
                warnings.add(pushUrl(
                        section,
                        "it has no integration_key in its query: Flashduty answers 401",
                        "copy the whole URL from Flashduty"));
            }
            channel.pushUrl()
                    .otherKind(channel.format())
                    .ifPresent(kind -> warnings.add(pushUrl(
                            section,
                            "it is the URL of an integration of the kind " + kind + ", and the format is standard",
                            "give it that of a standard alert event integration")));
            String other = seen.putIfAbsent(channel.pushUrl(), section.at("push_url"));
            if (other != null) {
                warnings.add(pushUrl(
                        section,
                        "it is the same as " + other + ": alerts of both go to the same channel of Flashduty",
                        "give each its own, unless one is to be emptied into the other"));
            }
        }
        return warnings;
    }

    private ConfigWarning pushUrl(Section section, String why, String advice) {
        return ConfigWarning.at(
                document.name(),
                section.node("push_url").orElseThrow().getStartMark(),
                section.at("push_url"),
                why,
                advice);
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
