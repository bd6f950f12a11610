package io.alertrelay.config;

import io.alertrelay.routing.RuleSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file of rules like one that a configuration refers to, but for given channels. */
public final class RulesFile {
    private final KnownChannels channels;

    /** @param channels that the rules may name */
    public RulesFile(List<ChannelSettings> channels) {
        Map<Long, String> names = new HashMap<>();
        channels.forEach(c -> c.id().ifPresent(id -> names.put(id, c.name())));
        this.channels =
                new KnownChannels(channels.stream().map(ChannelSettings::name).collect(Collectors.toSet()), names);
    }

    /**
     * Reads JSON or YAML, including the reply of Flashduty's {@code /route/info}.
     *
     * @throws InvalidConfigException with every mistake
     */
    public RuleSet read(Path file) throws InvalidConfigException {
        Document document = new Document(file.toString(), new ConfigProblems());
        return read(document, document.parse(file));
    }

    /** Reads a text of either kind, which is called {@code name} in mistakes. */
    public RuleSet read(String text, String name) throws InvalidConfigException {
        Document document = new Document(name, new ConfigProblems());
        return read(document, document.parse(text));
    }

    private RuleSet read(Document document, Optional<Node> root) throws InvalidConfigException {
        document.problems().throwIfAny();
        Optional<WrittenRules> rules = new RoutesReader(document, "", false).read(root.orElseThrow(), channels);
        document.problems().throwIfAny();
        return rules.orElseThrow().rules();
    }
}
