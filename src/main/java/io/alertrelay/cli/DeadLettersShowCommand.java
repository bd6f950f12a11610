package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterId;
import io.alertrelay.ledger.DeadLetterJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay dead-letters show}: all that is known of one. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows a dead letter: why it was given up, each attempt, and the event as it was sent.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is shown",
            "1:there is none of that id, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class DeadLettersShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            converter = DeadLetterIdConverter.class,
            description = "Its id, as list shows it: dl-0-17.")
    private DeadLetterId id;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        Optional<DeadLetter> letter = TopicLook.at(
                config.topics(spec.commandLine(), json),
                spec.commandLine().getErr(),
                (ledger, progress) -> ledger.deadLetters().list(DeadLetterFilter.ALL, progress).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst());
        if (letter.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("relay: there is no dead letter " + id + ", or it was deleted for its age");
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DeadLetterJson.of(letter.get()).toPrettyString());
        } else {
            new DeadLetterText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now()))
                    .show(letter.get(), out);
        }
        out.flush();
        return 0;
    }
}
