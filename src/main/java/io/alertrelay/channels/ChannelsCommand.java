package io.alertrelay.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.CurrentUser;
import io.alertrelay.cli.GroupCommand;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.cli.ShortTextConverter;
import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.cli.YesOption;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay channels}: lists the channels, and gives orders for one. */
@Command(
        name = "channels",
        description =
                "Lists the channels; pauses, resumes or probes one; discards the waiting alerts of a removed one.",
        commandListHeading = "%nCommands:%n",
        exitCodeList = {
            "0:done",
            "1:no relay answers, or it refuses",
            "2:wrong usage, or a mistake in the configuration"
        },
        subcommands = {
            ChannelsCommand.ListCommand.class,
            ChannelOrderCommand.PauseCommand.class,
            ChannelOrderCommand.ResumeCommand.class,
            ChannelOrderCommand.Probe.class,
            ChannelsCommand.DiscardCommand.class
        })
public final class ChannelsCommand extends GroupCommand {
    /** {@code relay channels list}. */
    @Command(
            name = "list",
            description = "Lists the channels, and removed ones in which alerts wait.",
            exitCodeList = {
                "0:done",
                "1:no relay answers, or it refuses",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ListCommand extends JsonCommand {
        @Mixin
        private RelayOption relay;

        @Override
        public Integer call() throws Exception {
            return relay.ask(this, api -> {
                JsonNode status = api.startedStatus();
                print(() -> ((ObjectNode) status).retain("channels", "removed_channels"), out -> list(status, out));
                return 0;
            });
        }

        private void list(JsonNode status, PrintWriter out) {
            Times times = times();
            Table table = new Table("CHANNEL", "STATE", "WAITING", "RATE", "WHY");
            status.path("channels").forEach(channel -> table.row(row(channel, times)));
            status.path("removed_channels")
                    .forEach(channel -> table.row(row(channel, "removed", "-", "see channels discard")));
            table.print(Colours.auto(), out, row -> {});
        }

        private static List<String> row(JsonNode channel, Times times) {
            List<String> why = new ArrayList<>();
            if (channel.path("state").asText().equals("elsewhere")) {
                why.add("another relay has it, or none yet: run relay status on the others");
            }
            JsonNode pause = channel.path("paused");
            if (pause.hasNonNull("by")) {
                why.add("by " + pause.path("by").asText()
                        + (pause.hasNonNull("until")
                                ? " until " + times.show(pause.path("until").asText())
                                : "")
                        + (pause.hasNonNull("reason")
                                ? ": " + pause.path("reason").asText()
                                : ""));
            }
            if (channel.hasNonNull("since")) {
                why.add("since " + times.show(channel.path("since").asText()));
            }
            if (channel.hasNonNull("cause")) {
                why.add(channel.path("cause").asText());
            }
            retried(channel).ifPresent(why::add);
            return row(
                    channel,
                    channel.path("state").asText(),
                    channel.path("rate").asText(),
                    OneLine.of(why.isEmpty() ? "-" : String.join(", ", why)));
        }

        /** Those that fail while others get through. */
        private static Optional<String> retried(JsonNode channel) {
            int alerts = channel.path("retrying").asInt();
            String fault = channel.path("last_fault").path("answer").asText("");
            return alerts == 0
                    ? Optional.empty()
                    : Optional.of((alerts == 1 ? "1 alert is retried" : "%,d alerts are retried".formatted(alerts))
                            + (fault.isEmpty() ? "" : ": " + fault));
        }

        private static List<String> row(JsonNode channel, String state, String rate, String why) {
            return List.of(
                    OneLine.of(channel.path("name").asText()),
                    state,
                    channel.hasNonNull("waiting")
                            ? "%,d".formatted(channel.path("waiting").asLong())
                            : "?",
                    rate,
                    why);
        }
    }

    /** {@code relay channels discard}. */
    @Command(
            name = "discard",
            description = {
                "Settles the waiting alerts of a channel that was removed: all become dead letters that name you.",
                "",
                "  relay channels discard night --yes",
                "",
                "Without --yes it only shows how much that is."
            },
            exitCodeList = {
                "0:done, or shown what would be done",
                "1:no relay answers, or it refuses",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class DiscardCommand extends RelayCommand {
        @Mixin
        private RelayOption relay;

        @Parameters(paramLabel = "NAME", description = "The channel, as it was named.")
        private String channel;

        @Option(
                names = {"--by", "--operator"},
                converter = ShortTextConverter.class,
                paramLabel = "WHO",
                description = "Who does it, for the record. Without it: the user and the machine.")
        private String by = CurrentUser.runs();

        @Mixin
        private YesOption yes;

        @Override
        public Integer call() throws Exception {
            return yes.isGiven() ? relay.order(this, this::discard) : relay.ask(this, api -> plan(api.startedStatus()));
        }

        private int discard(RelayApi api) throws IOException, InterruptedException {
            RelayApi.Reply answer = api.post("api/v1/discard/" + RelayApi.encoded(channel), by);
            if (answer.status() != 200) {
                return failed(answer.message());
            }
            printLine("discarded " + Plural.of(answer.body().path("discarded").asLong(), "alert") + " that waited in "
                    + OneLine.of(channel) + "; see relay dead-letters list. To send that to another channel: relay"
                    + " dead-letters redrive --channel NAME --to-channel OTHER");
            return 0;
        }

        private static String alerts(JsonNode waiting) {
            return waiting.isNumber() ? Plural.of(waiting.asLong(), "alert") : "? alerts";
        }

        private int plan(JsonNode status) {
            for (JsonNode removed : status.path("removed_channels")) {
                if (removed.path("name").asText().equals(channel)) {
                    printLine("Nothing was changed. With --yes all that waits in " + OneLine.of(channel) + " (at most "
                            + alerts(removed.path("waiting")) + ") becomes dead letters.");
                    return 0;
                }
            }
            for (JsonNode one : status.path("channels")) {
                if (one.path("name").asText().equals(channel)) {
                    return failed("channel \"" + OneLine.of(channel)
                            + "\" is configured: take it out of the configuration first");
                }
            }
            return failed("nothing waits in a removed channel \"" + OneLine.of(channel)
                    + "\"; relay channels list shows those in which something does; if it was just removed, ask again"
                    + " in some seconds");
        }
    }
}
