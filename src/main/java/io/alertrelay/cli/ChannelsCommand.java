package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.observe.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay channels}: the channels, and what somebody wants of one. */
@Command(
        name = "channels",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists the channels; pauses, resumes or probes one; discards what waits in a removed one.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no relay answers, or it refuses",
            "2:wrong usage, or a mistake in the configuration"
        },
        subcommands = {
            ChannelsCommand.ListCommand.class,
            ChannelPauseCommand.class,
            ChannelResumeCommand.class,
            ChannelProbeCommand.class,
            ChannelsCommand.DiscardCommand.class
        })
final class ChannelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, pause, resume, probe or discard");
    }

    /** Which relay is asked. */
    static final class Target {
        @Mixin
        private RelayOption relay;

        /**
         * Asks it; 1 if none answers.
         *
         * @param data whether what is printed is for a program
         */
        int ask(CommandLine line, boolean data, Question question)
                throws IOException, InterruptedException, InvalidConfigException {
            PrintWriter err = line.getErr();
            RelayApi api = relay.told(line, data);
            try {
                return question.ask(api);
            } catch (HttpTimeoutException e) {
                err.println(
                        "relay: no answer yet from " + api.base() + "; what was asked for goes on, ask again later");
                return 1;
            } catch (IOException e) {
                err.println("relay: no relay answers at " + api.base());
                return 1;
            }
        }

        @FunctionalInterface
        interface Question {
            int ask(RelayApi api) throws IOException, InterruptedException;
        }
    }

    /** {@code relay channels list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lists the channels, and removed ones in which alerts wait.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Target target;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException, InvalidConfigException {
            PrintWriter out = spec.commandLine().getOut();
            return target.ask(spec.commandLine(), json, api -> {
                JsonNode status = api.get("api/v1/status").body();
                if (json) {
                    ObjectNode root = JsonNodeFactory.instance.objectNode();
                    List.of("channels", "removed_channels").forEach(list -> root.set(list, status.path(list)));
                    out.println(root.toPrettyString());
                } else {
                    Times times = new Times(ZoneId.systemDefault(), Instant.now());
                    Table table = new Table("CHANNEL", "STATE", "WAITING", "RATE", "WHY");
                    status.path("channels").forEach(channel -> table.row(row(channel, times)));
                    status.path("removed_channels")
                            .forEach(channel -> table.row(row(channel, "removed", "-", "see channels discard")));
                    table.print(Colours.auto(), out, row -> {});
                }
                out.flush();
                return 0;
            });
        }

        private static List<String> row(JsonNode channel, Times times) {
            List<String> why = new ArrayList<>();
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
            return row(
                    channel,
                    channel.path("state").asText(),
                    channel.path("rate").asText(),
                    OneLine.of(why.isEmpty() ? "-" : String.join(", ", why)));
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
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description =
                    "Settles what waits in a channel that was removed: all of it becomes dead letters that name you.")
    static final class DiscardCommand implements Callable<Integer> {
        @Mixin
        private Target target;

        @Parameters(paramLabel = "NAME", description = "The channel, as it was named.")
        private String channel;

        @Option(
                names = {"--by", "--operator"},
                paramLabel = "WHO",
                description = "Who discards it, for the record. Without it: the user and the machine.")
        private String by = Who.runs();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, InvalidConfigException {
            PrintWriter err = spec.commandLine().getErr();
            PrintWriter out = spec.commandLine().getOut();
            return target.ask(spec.commandLine(), false, api -> {
                String name = URLEncoder.encode(channel, StandardCharsets.UTF_8).replace("+", "%20");
                RelayApi.Answer answer = api.post("api/v1/discard/" + name, by);
                if (answer.status() != 200) {
                    err.println("relay: "
                            + OneLine.of(answer.body().at("/error/message").asText("no relay answers")));
                    return 1;
                }
                out.println("discarded " + answer.body().path("discarded").asLong() + " alerts that waited in "
                        + OneLine.of(channel) + "; they are in the dead letters. To send them to another channel: relay"
                        + " dead-letters redrive --channel NAME --to-channel OTHER");
                out.flush();
                return 0;
            });
        }
    }
}
