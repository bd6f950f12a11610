package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.observe.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay channels pause|resume|probe}: what somebody wants of a channel. */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no relay answers, or it refuses",
            "2:wrong usage, or a mistake in the configuration"
        })
abstract class ChannelOrderCommand implements Callable<Integer> {
    private final String order;

    @Mixin
    private ChannelsCommand.Target target;

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private String channel;

    @Option(names = "--by", paramLabel = "WHO", description = "Who wants it. Without it: the user and the machine.")
    private String by = Who.runs();

    @Spec
    private CommandSpec spec;

    /** @param order the word for it */
    ChannelOrderCommand(String order) {
        this.order = order;
    }

    /** What more is to be said. */
    ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * What came of it, for people.
     *
     * @param name of the channel, fit for a line
     * @param answer what the relay said
     */
    abstract String done(String name, JsonNode answer);

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException {
        PrintWriter err = spec.commandLine().getErr();
        return target.ask(spec.commandLine(), false, api -> {
            String name = URLEncoder.encode(channel, StandardCharsets.UTF_8).replace("+", "%20");
            RelayApi.Answer answer = api.post("api/v1/channels/" + name + "/" + order, by, body());
            if (answer.status() != 200) {
                err.println("relay: "
                        + OneLine.of(answer.body().at("/error/message").asText("the answer is not a relay's")));
                return answer.status() == 400 ? 2 : 1;
            }
            spec.commandLine().getOut().println(done(OneLine.of(channel), answer.body()));
            spec.commandLine().getOut().flush();
            return 0;
        });
    }
}
