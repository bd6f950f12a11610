package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay status}: how is the relay that runs, and each of its channels? */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows how the running relay and each of its channels are.",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it answered, whatever it said",
            "1:no relay answers",
            "2:wrong usage, or a mistake in the configuration"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private RelayOption relay;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException {
        PrintWriter err = spec.commandLine().getErr();
        return ask(relay.told(spec.commandLine(), json), err);
    }

    private int ask(RelayApi api, PrintWriter err) throws InterruptedException {
        try {
            RelayApi.Answer answer = api.get("api/v1/status");
            if (answer.status() != 200) {
                err.println("relay: what answers at " + api.base() + " is no relay that has /api/v1/status: "
                        + answer.status());
                return 1;
            }
            print(answer.body());
            return 0;
        } catch (IOException e) {
            err.println("relay: no relay answers at " + api.base()
                    + "; is it running, and is this its management port (management.host and management.port)?");
            return 1;
        }
    }

    private void print(JsonNode status) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(status.toPrettyString());
        } else {
            new StatusText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now())).print(status, out);
        }
        out.flush();
    }
}
