package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.SeverityWords;
import io.alertrelay.arms.StatedSeverity;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.flashduty.InvalidTemplateException;
import io.alertrelay.flashduty.Template;
import io.alertrelay.routing.FlashdutyId;
import io.alertrelay.routing.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the list {@code integrations}. */
final class IntegrationReader {
    /** By them somebody means false, which YAML 1.2 does not. */
    private static final Set<String> NO = Set.of("no", "off", "none");

    private static final Pattern LABEL = Pattern.compile("(?!starts_at$)[a-zA-Z_][a-zA-Z0-9_]{0,127}");
    /** By two names the keys of the relay's own alerts and of its test alerts begin; metrics call strangers unknown. */
    private static final Pattern NAME = Pattern.compile("(?!(relay-self|relay-test|unknown)$)[A-Za-z0-9_-]{1,64}");

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]{8,200}");
    private static final Set<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> STATED =
            Arrays.stream(StatedSeverity.values()).map(StatedSeverity::word).collect(Collectors.toUnmodifiableSet());
    private static final String EXPECTED_KEY = "8 to 200 letters, digits and . _ ~ -";

    private final Document document;
    private final Path folder;
    private final KnownChannels channels;
    private final Consumer<Path> files;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, WrittenRules> written = new LinkedHashMap<>();

    /**
     * @param folder to which the file of routes is relative
     * @param files is given each such file
     */
    IntegrationReader(Document document, Path folder, KnownChannels channels, Consumer<Path> files) {
        this.document = document;
        this.folder = folder;
        this.channels = channels;
        this.files = files;
    }

    List<IntegrationSettings> read(List<Section> sections) {
        List<IntegrationSettings> integrations = new ArrayList<>();
        sections.forEach(section -> read(section).ifPresent(integrations::add));
        return integrations;
    }

    /** The rules of the shared integrations by the integration's name. */
    Map<String, WrittenRules> written() {
        return Collections.unmodifiableMap(written);
    }

    private Optional<IntegrationSettings> read(Section section) {
        Optional<String> name = section.required(
                "name",
                "1 to 64 letters, digits, underscores and hyphens, not relay-self, relay-test or unknown",
                ValueParsers.matching(NAME));
        name.ifPresent(n -> section.unique("name", n, names));
        Optional<List<IntegrationKey>> itsKeys = keys(section);
        Optional<String> id = section.optional("id", "Flashduty's id of the integration", ValueParsers::notBlank)
                .map(FlashdutyId::exact);
        id.ifPresent(i -> section.unique("id", i, ids));
        Severity severity = section.choice(
                        "default_severity", "Critical, Warning or Info", SEVERITIES, Severity::ofWord)
                .orElse(Severity.WARNING);
        Map<String, StatedSeverity> words = severityWords(section.open(
                "severity",
                "a mapping of words to Critical, Warning, Info or Ok; for all alerts write default_severity"));
        EventTemplate template = event(section.section("event", ConfigKeys.EVENT));
        Optional<RuleSet> rules = rules(section, name.orElse(""));
        return name.flatMap(n -> itsKeys.flatMap(k -> rules.map(
                r -> new IntegrationSettings(n, id, k, severity, words, r, section.has("channel"), template))));
    }

    /**
     * The key of {@code key}, then those of {@code keys}; empty, with a mistake reported, if one is wrong or there is
     * none.
     */
    private Optional<List<IntegrationKey>> keys(Section section) {
        List<Section> several = section.items("keys", ConfigKeys.KEY, "key");
        List<Optional<IntegrationKey>> read = new ArrayList<>();
        if (section.has("key") || !section.has("keys")) {
            read.add(key(section, Optional.empty()));
        }
        for (Section one : several) {
            Optional<Instant> notAfter =
                    one.optional("not_after", "a time such as 2026-12-31T00:00:00+08:00", ValueParsers::time);
            read.add(key(one, notAfter));
        }
        boolean complete = !read.isEmpty() && read.stream().allMatch(Optional::isPresent);
        return complete ? Optional.of(read.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
    }

    private Optional<IntegrationKey> key(Section section, Optional<Instant> notAfter) {
        Optional<String> key = section.requiredSecret("key", EXPECTED_KEY, ValueParsers.matching(KEY));
        key.ifPresent(k -> section.unique("key", k, keys));
        return key.map(k -> new IntegrationKey(new Secret(k), notAfter));
    }

    private Optional<RuleSet> rules(Section section, String integration) {
        if (section.has("routes") == section.has("channel")) {
            if (section.readable()) {
                section.problem(
                        section.has("routes") ? "channel" : "routes",
                        section.has("routes") ? "routes and channel" : "neither routes nor channel",
                        "one of them: routes for a shared integration, channel for a dedicated one");
            }
            return Optional.empty();
        }
        if (section.has("channel")) {
            return dedicated(section);
        }
        Optional<WrittenRules> rules = shared(section);
        rules.ifPresent(r -> written.put(integration, r));
        return rules.map(WrittenRules::rules);
    }

    private Optional<RuleSet> dedicated(Section section) {
        Optional<String> channel = section.optional("channel", "the name of a channel", ValueParsers::notBlank)
                .filter(name -> channels.isKnown(section, "channel", name));
        return channel.map(RuleSet::dedicated);
    }

    private Optional<WrittenRules> shared(Section section) {
        Node routes = section.node("routes").orElseThrow();
        if (!(routes instanceof ScalarNode name)) {
            return new RoutesReader(document, section.at("routes"), true).read(routes, channels);
        }
        Optional<Path> file = section.optional("routes", "the name of a file, or rules", ValueParsers.path(folder));
        file.ifPresent(files);
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            section.problem(
                    "routes",
                    section.shown("routes") + ", which is " + (Files.exists(file.get()) ? "no file" : "not there"),
                    "the name of a file, relative to the folder of the configuration, or rules");
            return Optional.empty();
        }
        // The name as written: values of the environment are not shown.
        Document named = new Document(name.getValue(), document.problems());
        return file.flatMap(named::parse).flatMap(root -> new RoutesReader(named, "", false).read(root, channels));
    }

    private static Map<String, StatedSeverity> severityWords(Section section) {
        Map<String, StatedSeverity> words = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        for (String word : section.keys()) {
            String plain = SeverityWords.plain(word);
            if (plain.isEmpty()) {
                section.problem(word, "an empty word", "a word that labels state, such as fatal");
            }
            section.unique(word, plain, places);
            section.choice(word, "Critical, Warning, Info or Ok", STATED, StatedSeverity::ofWord)
                    .ifPresent(meaning -> words.put(plain, meaning));
        }
        return words;
    }

    private static EventTemplate event(Section event) {
        Section labels = event.open("labels");
        Map<String, Template> templates = new HashMap<>();
        labels.keys().forEach(name -> template(labels, name).ifPresent(template -> templates.put(name, template)));
        return new EventTemplate(
                template(event, "title"), template(event, "description"), templates, requestIdLabel(event));
    }

    private static Optional<String> requestIdLabel(Section event) {
        return event.optional(
                        "request_id_label",
                        "false for none, or the name of a label: at most 128 letters a to z, digits and _, and not starts_at",
                        text -> Optional.of(text.strip())
                                .filter(name -> !NO.contains(name.toLowerCase(Locale.ROOT)))
                                .filter(name -> LABEL.matcher(name).matches()))
                .or(() -> Optional.of(EventTemplate.REQUEST_ID_LABEL))
                .filter(name -> !name.equalsIgnoreCase("false"));
    }

    private static Optional<Template> template(Section section, String key) {
        Optional<String> text = section.optional(key, "a string", Optional::of);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Template.parse(text.get()));
        } catch (InvalidTemplateException e) {
            String why = section.isHidden(key) ? "at character " + e.position() : e.getMessage();
            section.problem(key, "a template with a mistake", "a template such as {labels.alertname}: " + why);
            return Optional.empty();
        }
    }
}
