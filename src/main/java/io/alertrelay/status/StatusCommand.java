package io.alertrelay.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.JsonCommand;
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
            "1:no relay answers, or it refuses",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class StatusCommand extends JsonCommand {
    @Mixin
    private RelayOption relay;

    @Override
    public Integer call() throws Exception {
        return relay.ask(this, api -> {
            JsonNode status = api.status();
            print(() -> status, out -> new StatusText(Colours.auto(), times()).print(status, out));
            return 0;
        });
    }
}
