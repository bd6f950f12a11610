package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay replay status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells how far a replay or redrive is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such replay, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class ReplayStatusCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "ID", description = "Which one.")
    private String id;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, StartException, ReplayException {
        PrintWriter out = spec.commandLine().getOut();
        ReplayEntry entry = TopicLook.replays(
                        config.topics(spec.commandLine(), json),
                        spec.commandLine().getErr(),
                        (replays, progress) -> replays.get(id))
                .orElseThrow(() -> new ReplayException("there is no replay " + id));
        if (json) {
            out.println(ReplayJson.of(entry).toPrettyString());
        } else {
            new ReplayText(out, new Times(ZoneId.systemDefault(), Instant.now())).show(entry);
        }
        out.flush();
        return 0;
    }
}
