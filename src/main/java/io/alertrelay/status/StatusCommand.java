package io.alertrelay.status;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code relay status}: the state of the running relay, and of each of its channels. */
@Command(
        name = "status",
        description = "Shows how the running relay and each of its channels are.",
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:it answered, whatever it said",
            "1:no relay answers",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class StatusCommand extends JsonCommand {
    @Mixin
    private RelayOption relay;

    @Override
    public Integer call() throws Exception {
        return relay.ask(this, api -> {
            RelayApi.Reply answer = api.get("api/v1/status");
            if (answer.status() != 200) {
                return failed(
                        "what answers at " + api.base() + " is no relay that has /api/v1/status: " + answer.status());
            }
            print(answer::body, out -> new StatusText(Colours.auto(), times()).print(answer.body(), out));
            return 0;
        });
    }
}
