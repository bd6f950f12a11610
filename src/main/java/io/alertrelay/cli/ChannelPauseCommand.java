package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relay channels pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Sends nothing more to a channel for now, by any relay. What comes waits, in its order.")
final class ChannelPauseCommand extends ChannelOrderCommand {
    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "After which it ends by itself: 30m, 2h, 7d. Without it: when it is resumed.")
    private String length = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever wonders.")
    private String reason = "";

    ChannelPauseCommand() {
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
                        ? " until it is resumed: relay channels resume " + name
                        : " until " + new Times(ZoneId.systemDefault(), Instant.now()).show(until))
                + "; what comes waits";
    }
}
