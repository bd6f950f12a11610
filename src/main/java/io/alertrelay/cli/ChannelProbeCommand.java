package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code relay channels probe}. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tries a held channel now, and not only at its next attempt.")
final class ChannelProbeCommand extends ChannelOrderCommand {
    ChannelProbeCommand() {
        super("probe");
    }

    @Override
    String done(String name, JsonNode answer) {
        return "channel " + name + " is tried now; what comes of it: relay status";
    }
}
