package io.alertrelay.replay;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.NameCheck;
import io.alertrelay.cli.PeriodOptions;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.Selector;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which webhooks, and which alerts of them, are replayed. */
final class RangeOptions {
    @Option(
            names = "--from-offset",
            paramLabel = "P:O",
            description = "Partition and offset of the topic of webhooks where the range begins. Repeatable.")
    private List<String> fromOffsets = List.of();

    @Option(
            names = "--to-offset",
            paramLabel = "P:O",
            description = "Where it ends, exclusive. Without it: at what is routed now.")
    private List<String> toOffsets = List.of();

    @Mixin
    private PeriodOptions period;

    @Option(
            names = "--request-id",
            split = ",",
            paramLabel = "ID",
            description = "The webhooks with these request ids.")
    private List<String> receipts = List.of();

    @Option(
            names = {"-i", "--integration"},
            split = ",",
            paramLabel = "NAME",
            description = "Only what was received by these integrations.")
    private List<String> integrations = List.of();

    @Option(
            names = "--channel",
            split = ",",
            paramLabel = "NAME",
            description = "Only what goes to these channels; with --to-channel, what would go to them by the rules.")
    private List<String> channels = List.of();

    @Option(
            names = "--severity",
            split = ",",
            paramLabel = "WORD",
            description = "Only alerts of these severities: Critical, Warning, Info.")
    private List<String> severities = List.of();

    @Option(
            names = "--where",
            paramLabel = "COND",
            description =
                    "Only alerts for which the condition holds, as rules have it:"
                            + " \"labels.team IN payments,platform\", or as JSON with key, oper and vals. Repeatable: all must.")
    private List<String> where = List.of();

    @Option(
            names = "--only",
            paramLabel = "HOW",
            description = "Only deliveries that ended so: dead-lettered, or never-delivered.")
    private String only;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    Map<Integer, Long> fromOffsets() {
        return offsets("--from-offset", fromOffsets);
    }

    Map<Integer, Long> toOffsets() {
        return offsets("--to-offset", toOffsets);
    }

    /** The filter that the options give; wrong usage if no range is given. */
    ReplayFilter narrowing() {
        boolean byOffset = !fromOffsets.isEmpty() || !toOffsets.isEmpty();
        if (!byOffset && !period.hasBegin() && receipts.isEmpty()) {
            throw wrong("one of --from-offset, --from, --last and --request-id is needed: what is to be replayed?");
        }
        Scope scope = period.scope();
        return new ReplayFilter(
                scope.from(),
                scope.to(),
                Set.copyOf(receipts),
                Set.copyOf(integrations),
                Set.copyOf(channels),
                severities(),
                where.stream().map(this::condition).toList(),
                only());
    }

    /** Wrong usage if a given channel or integration does not exist. */
    void known(RelayConfig config) {
        NameCheck.check(spec.commandLine(), "--integration", integrations, config.integrationNames());
        NameCheck.check(spec.commandLine(), "--channel", channels, config.channelNames());
    }

    private Map<Integer, Long> offsets(String option, List<String> texts) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String text : texts) {
            Place place = Place.parse(text)
                    .filter(found -> found.offset() >= 0)
                    .orElseThrow(() ->
                            wrong(option + ": found \"" + text + "\", expected partition:offset, such as 0:1042"));
            if (offsets.put(place.partition(), place.offset()) != null) {
                throw wrong(option + ": partition " + place.partition() + " is given twice, expected once");
            }
        }
        return offsets;
    }

    private Set<Severity> severities() {
        Set<Severity> found = new LinkedHashSet<>();
        for (String word : severities) {
            found.add(Severity.named(word)
                    .orElseThrow(() -> wrong("--severity: found \"" + word + "\", expected one of "
                            + Arrays.stream(Severity.values())
                                    .map(Severity::word)
                                    .collect(Collectors.joining(", ")))));
        }
        return found;
    }

    private ConditionDefinition condition(String text) {
        ConditionDefinition condition = ConditionParser.read(text)
                .orElseThrow(() -> wrong("--where: found \"" + text
                        + "\", expected a condition such as \"labels.team IN payments,platform\", or JSON such as"
                        + " {\"key\":\"labels.team\",\"oper\":\"IN\",\"vals\":[\"payments\"]}"));
        try {
            Selector.of(List.of(condition));
        } catch (InvalidRuleSetException e) {
            throw wrong("--where " + text + ": "
                    + e.problems().stream()
                            .map(problem -> problem.toString().replace("cases[0].if[0].", ""))
                            .collect(Collectors.joining("; ")));
        }
        return condition;
    }

    private Optional<OutcomeFilter> only() {
        if (only == null) {
            return Optional.empty();
        }
        return Optional.of(OutcomeFilter.of(only)
                .orElseThrow(() -> wrong("--only: found \"" + only + "\", expected dead-lettered or never-delivered")));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
