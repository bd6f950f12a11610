package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.AuditProgress;
import io.alertrelay.app.DeadLetters;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterId;
import io.alertrelay.ledger.Resolution;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay dead-letters discard}: nobody needs them any more. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Takes down that dead letters are not needed any more. They are kept, and list no longer shows them.",
            "",
            "  relay dead-letters discard dl-0-17 dl-0-18 --reason \"resolved by hand\" --yes",
            "  relay dead-letters discard --channel payments --cause InvalidParameter",
            "",
            "Without --yes it only shows which ones."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class DeadLettersDiscardCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = DeadLetterIdConverter.class,
            description = "Their ids, as list shows them; or else options that say which.")
    private List<DeadLetterId> ids = List.of();

    @Mixin
    private ConfigOption config;

    @Mixin
    private DeadLetterOptions which;

    @Mixin
    private DecisionOptions decision;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        if (ids.isEmpty() != which.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "either ids are needed, or options that say which (--channel, --cause, --last, …)");
        }
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        DeadLetterFilter filter = ids.isEmpty() ? which.filter(false) : DeadLetterFilter.ALL;
        return TopicLook.at(config.load(), spec.commandLine().getErr(), (ledger, progress) -> {
            Choice<DeadLetter> choice = choice(ledger.deadLetters(), filter, progress, times);
            if (!choice.refusals().isEmpty()) {
                choice.refusals().forEach(spec.commandLine().getErr()::println);
                spec.commandLine().getErr().println("relay: nothing was discarded");
                return 1;
            }
            if (decision.yes()) {
                ledger.deadLetters().decide(decisions(choice.chosen()));
            }
            print(choice.chosen(), times);
            return 0;
        });
    }

    private Choice<DeadLetter> choice(DeadLetters letters, DeadLetterFilter filter, AuditProgress progress, Times times)
            throws StartException, InterruptedException {
        List<DeadLetter> found = letters.list(filter, progress);
        if (ids.isEmpty()) {
            return new Choice<>(found, List.of());
        }
        Map<String, DeadLetter> byId =
                found.stream().collect(Collectors.toMap(letter -> letter.id().toString(), Function.identity()));
        return Choice.of(ids.stream().map(DeadLetterId::toString).toList(), byId, DeadLetter::resolution, times);
    }

    private Map<DeadLetter, Resolution> decisions(List<DeadLetter> letters) {
        Map<DeadLetter, Resolution> decisions = new LinkedHashMap<>();
        Instant now = Instant.now();
        letters.forEach(letter -> decisions.put(
                letter, Resolution.discarded(letter.id().toString(), decision.by(), now, decision.reason())));
        return decisions;
    }

    private void print(List<DeadLetter> letters, Times times) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode().put("done", decision.yes());
            ArrayNode list = root.putArray("discarded");
            letters.forEach(letter -> list.add(letter.id().toString()));
            out.println(root.toPrettyString());
        } else {
            new DeadLetterText(Colours.auto(), times).list(letters, out);
            Endings.of(out, letters.size(), "dead letter", "discarded", decision.yes());
        }
        out.flush();
    }
}
