package io.alertrelay.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.MistakeLines;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code relay reload}: lets the running relay read its configuration again, and shows the result. */
@Command(
        name = "reload",
        description =
                "Makes the running relay read its own configuration files again. With a mistake in them nothing changes.",
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:what the files say is in force, except what needs a restart",
            "1:no relay answers, or it could not do it now, or not all of it",
            "2:wrong usage, or a mistake in the configuration: nothing was changed"
        })
public final class ReloadCommand extends JsonCommand {
    @Mixin
    private RelayOption relay;

    @Override
    public Integer call() throws Exception {
        try {
            return relay.order(this, api -> print(api.post("api/v1/reload", "")));
        } catch (InvalidConfigException e) {
            MistakeLines.print(e, err());
            err().println("the relay was not asked, and keeps its configuration");
            return 2;
        }
    }

    private int print(RelayApi.Reply answer) {
        JsonNode body = answer.body();
        boolean done = answer.status() == 200;
        if (done || isData()) {
            print(() -> body, out -> show(body, out));
        } else {
            failed(answer.message());
            body.at("/error/problems").forEach(problem -> err().println(OneLine.of(problem.asText())));
            changes(body.path("error"), err());
        }
        return done ? 0 : answer.errorCode().equals("InvalidConfiguration") ? 2 : 1;
    }

    private static void show(JsonNode body, PrintWriter out) {
        String version = body.path("version").asText("?");
        if (body.path("result").asText().equals("unchanged")) {
            out.println("nothing changed, version " + version);
            return;
        }
        out.println("version " + body.path("before").asText("?") + " -> " + version);
        changes(body, out);
    }

    private static void changes(JsonNode body, PrintWriter out) {
        body.path("changes").forEach(change -> out.println("  " + OneLine.of(change.asText())));
        body.path("needs_restart")
                .forEach(key ->
                        out.println("  " + key.asText() + ": needs a restart; until then the old setting holds"));
    }
}
