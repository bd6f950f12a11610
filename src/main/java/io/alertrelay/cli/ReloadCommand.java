package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.observe.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay reload}: makes the relay that runs read its configuration again, and shows what came of it. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Makes the running relay read its own configuration files again. With a mistake in them nothing changes.",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:what the files say is in force, except what needs a restart",
            "1:no relay answers, or it could not do it now",
            "2:wrong usage, or a mistake in the configuration: nothing was changed"
        })
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private RelayOption relay;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        RelayApi api;
        try {
            api = relay.told(spec.commandLine(), json);
        } catch (InvalidConfigException e) {
            ProblemLines.print(e, err);
            err.println("the relay was not asked, and goes on as it is");
            return 2;
        }
        try {
            return print(api.post("api/v1/reload", ""), err);
        } catch (IOException e) {
            err.println("relay: no relay answers at " + api.base()
                    + "; is it running, and is this its management port (management.host and management.port)?");
            return 1;
        }
    }

    private int print(RelayApi.Answer answer, PrintWriter err) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode body = answer.body();
        if (json) {
            out.println(body.toPrettyString());
        } else if (answer.status() == 200) {
            show(body, out);
        } else {
            err.println("relay: " + OneLine.of(body.at("/error/message").asText("the answer is not a relay's")));
            body.at("/error/problems").forEach(problem -> err.println(OneLine.of(problem.asText())));
        }
        out.flush();
        if (answer.status() == 200) {
            return 0;
        }
        return answer.errorCode().equals("InvalidConfiguration") ? 2 : 1;
    }

    private static void show(JsonNode body, PrintWriter out) {
        String version = body.path("version").asText("?");
        if (body.path("result").asText().equals("unchanged")) {
            out.println("nothing changed, version " + version);
            return;
        }
        out.println("version " + body.path("before").asText("?") + " -> " + version);
        body.path("changes").forEach(change -> out.println("  " + OneLine.of(change.asText())));
        body.path("needs_restart")
                .forEach(key ->
                        out.println("  " + key.asText() + ": needs a restart; until then the old setting holds"));
    }
}
