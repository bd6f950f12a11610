package io.alertrelay.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.ByOption;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.cli.YesOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay journal partitions}. */
@Command(
        name = "partitions",
        description = {
            "Raises the partitions of the topic webhooks while relays run, and keeps the order of each integration."
                    + " Without --yes it says what it would do.",
            "",
            "  relay journal partitions --to 12",
            "",
            "All relays must be of this version. Webhooks that come meanwhile wait for up to some seconds, and are stored"
                    + " then. If a relay can't follow, all stays as it was."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:done, or it could be",
            "1:no relay answers, or it refuses: all stays as it was",
            "2:wrong usage, or a mistake in the configuration"
        })
final class JournalPartitionsCommand extends RelayCommand {
    @Mixin
    private RelayOption relay;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "NUMBER",
            description = "How many there are to be: a multiple of those that there are.")
    private int to;

    @Mixin
    private ByOption who;

    @Mixin
    private YesOption yes;

    @Override
    public Integer call() throws Exception {
        return relay.order(this, api -> {
            ObjectNode body =
                    JsonNodeFactory.instance.objectNode().put("to", to).put("execute", yes.isGiven());
            RelayApi.Reply answer = api.post("api/v1/partitions", who.by(), body);
            if (answer.status() != 200) {
                failed(answer.message());
                return answer.status() == 400 ? 2 : 1;
            }
            String what = "raised from " + answer.body().path("from").asInt() + " to " + to;
            printLine(
                    yes.isGiven()
                            ? "The partitions of webhooks are " + what + ". Set kafka.webhooks_partitions to " + to
                                    + " in the configuration of each relay, for the case that the topic is created again."
                            : "The partitions of webhooks would be " + what
                                    + ", which can't be undone.\nNothing is done yet: add --yes.");
            return 0;
        });
    }
}
