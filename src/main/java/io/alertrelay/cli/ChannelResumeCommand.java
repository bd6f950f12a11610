package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code relay channels resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Ends the pause of a channel: what waits is sent, the most severe first.")
final class ChannelResumeCommand extends ChannelOrderCommand {
    ChannelResumeCommand() {
        super("resume");
    }

    @Override
    String done(String name, JsonNode answer) {
        return "channel " + name + " is no longer paused";
    }
}
