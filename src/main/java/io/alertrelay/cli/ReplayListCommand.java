package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayJson;
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

/** {@code relay replay list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists the replays and redrives that were ordered.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such replay, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class ReplayListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, StartException, ReplayException {
        PrintWriter out = spec.commandLine().getOut();
        List<ReplayEntry> all = TopicLook.replays(
                config.topics(spec.commandLine(), json),
                spec.commandLine().getErr(),
                (replays, progress) -> replays.all());
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            all.forEach(entry -> array.add(ReplayJson.of(entry)));
            out.println(array.toPrettyString());
        } else {
            new ReplayText(out, new Times(ZoneId.systemDefault(), Instant.now())).list(all);
        }
        out.flush();
        return 0;
    }
}
