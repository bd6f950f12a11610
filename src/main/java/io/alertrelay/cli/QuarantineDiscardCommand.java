package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.ledger.QuarantineFilter;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
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
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        QuarantineFilter filter = selection.filter();
        return TopicLook.at(
                config.topics(spec.commandLine(), json),
                spec.commandLine().getErr(),
                (ledger, progress) -> new Discarding(spec, decision, json)
                        .run(
                                selection.choose(ledger.quarantine(), filter, progress, times),
                                "record",
                                one -> one.id().toString(),
                                new QuarantineText(Colours.auto(), times)::list,
                                ledger.quarantine()::decide));
    }
}
