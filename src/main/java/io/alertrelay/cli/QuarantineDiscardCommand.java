package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.Resolution;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay quarantine discard}: nobody needs it any more. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Takes down that records in quarantine are not needed any more. They are kept, and list no longer shows them.",
            "",
            "  relay quarantine discard q0-3-7k3m9qxr2ztc5vbn --reason \"a test\" --yes",
            "",
            "Without --yes it only shows which ones."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class QuarantineDiscardCommand implements Callable<Integer> {
    @Mixin
    private QuarantineSelection selection;

    @Mixin
    private ConfigOption config;

    @Mixin
    private DecisionOptions decision;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        PrintWriter err = spec.commandLine().getErr();
        QuarantineFilter filter = selection.filter();
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        return TopicLook.at(config.load(), err, (ledger, progress) -> {
            Choice<Quarantined> choice = selection.choose(ledger.quarantine(), filter, progress, times);
            if (!choice.refusals().isEmpty()) {
                choice.refusals().forEach(err::println);
                err.println("relay: nothing was discarded");
                return 1;
            }
            if (decision.yes()) {
                ledger.quarantine().decide(decisions(choice.chosen()));
            }
            print(choice.chosen(), times);
            return 0;
        });
    }

    private Map<Quarantined, Resolution> decisions(List<Quarantined> records) {
        Map<Quarantined, Resolution> decisions = new LinkedHashMap<>();
        Instant now = Instant.now();
        records.forEach(record -> decisions.put(
                record, Resolution.discarded(record.id().toString(), decision.by(), now, decision.reason())));
        return decisions;
    }

    private void print(List<Quarantined> records, Times times) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode().put("done", decision.yes());
            ArrayNode list = root.putArray("discarded");
            records.forEach(record -> list.add(record.id().toString()));
            out.println(root.toPrettyString());
        } else {
            new QuarantineText(Colours.auto(), times).list(records, out);
            Endings.of(out, records.size(), "record", "discarded", decision.yes());
        }
        out.flush();
    }
}
