package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay dead-letters list}: what was given up? */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lists the deliveries that were given up, and about which nobody has decided.",
            "",
            "Times are those at which they were given up."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they are listed, also if there is none",
            "1:Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class DeadLettersListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private DeadLetterOptions which;

    @Option(names = "--all", description = "Also those about which somebody decided.")
    private boolean all;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        DeadLetterFilter filter = which.filter(all);
        RelayConfig loaded = config.topics(spec.commandLine(), json);
        List<DeadLetter> letters = TopicLook.at(
                loaded,
                spec.commandLine().getErr(),
                (ledger, progress) -> ledger.deadLetters().list(filter, progress));
        if (letters.isEmpty()) {
            // Of one that was removed there may be some.
            which.check(config, spec.commandLine(), loaded);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ArrayNode list = root.putArray("dead_letters");
            letters.forEach(letter -> list.add(DeadLetterJson.summary(letter)));
            out.println(root.toPrettyString());
        } else {
            new DeadLetterText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now())).list(letters, out);
        }
        out.flush();
        return 0;
    }
}
