package io.alertrelay.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.ByOption;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.ShellWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay channels pause|resume|probe}: an order for a channel. */
@Command(
        exitCodeList = {
            "0:done",
            "1:no relay answers, or it refuses",
            "2:wrong usage, or a mistake in the configuration"
        })
abstract class ChannelOrderCommand extends RelayCommand {
    private final String order;

    @Mixin
    private RelayOption relay;

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private String channel;

    @Mixin
    private ByOption who;

    /** @param order the word for it */
    ChannelOrderCommand(String order) {
        this.order = order;
    }

    /** Further parameters of the order. */
    ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * The result, for people.
     *
     * @param name of the channel, safe for a line
     * @param answer of the relay
     */
    abstract String done(String name, JsonNode answer);

    @Override
    public Integer call() throws Exception {
        return relay.order(this, api -> {
            String name = RelayApi.encoded(channel);
            RelayApi.Reply answer = api.post("api/v1/channels/" + name + "/" + order, who.by(), body());
            if (answer.status() != 200) {
                failed(answer.message());
                return answer.status() == 400 ? 2 : 1;
            }
            printLine(done(OneLine.of(channel), answer.body()));
            return 0;
        });
    }

    /** {@code relay channels pause}. */
    @Command(
            name = "pause",
            description = "Sends nothing more to a channel for now, by any relay. New alerts wait, in their order.")
    static final class PauseCommand extends ChannelOrderCommand {
        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "After which it ends by itself: 30m, 2h, 7d. Without it: when it is resumed.")
        private String length = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is paused. Shown with the pause.")
        private String reason = "";

        PauseCommand() {
            super("pause");
        }

        @Override
        ObjectNode body() {
            return super.body().put("for", length).put("reason", reason);
        }

        @Override
        String done(String name, JsonNode answer) {
            JsonNode pause = answer.path("paused");
            String until = pause.path("until").asText("");
            return "channel " + name + " is paused by " + pause.path("by").asText()
                    + (until.isEmpty()
                            ? " until it is resumed: relay channels resume " + ShellWord.of(name)
                            : " until " + times().show(until))
                    + "; new alerts wait";
        }
    }

    /** {@code relay channels resume}. */
    @Command(
            name = "resume",
            description = "Ends the pause of a channel: waiting alerts are sent, the most severe first.")
    static final class ResumeCommand extends ChannelOrderCommand {
        ResumeCommand() {
            super("resume");
        }

        @Override
        String done(String name, JsonNode answer) {
            return "channel " + name + " is no longer paused";
        }
    }

    /** {@code relay channels probe}. */
    @Command(name = "probe", description = "Tries a held channel now, and not only at its next attempt.")
    static final class Probe extends ChannelOrderCommand {
        Probe() {
            super("probe");
        }

        @Override
        String done(String name, JsonNode answer) {
            return "channel " + name + " is tried now; see the result with relay status";
        }
    }
}
