package io.alertrelay.repair;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select dead letters. */
final class DeadLetterOptions extends RepairOptions {
    @Option(names = "--channel", paramLabel = "NAME", description = "Only those of this channel.")
    private String channel;

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only those of alerts that were received through this integration.")
    private String integration;

    @Option(
            names = "--cause",
            paramLabel = "TEXT",
            description =
                    "Only those whose reason (refused, expired, attempts, discarded, unstored) or cause contains this.")
    private String cause;

    @Option(names = "--alert-key", paramLabel = "KEY", description = "Only those of this alert.")
    private String alertKey;

    @Override
    Map<String, String> traits() {
        return given("channel", channel, "integration", integration, "alert_key", alertKey);
    }

    @Override
    Optional<String> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    String examples() {
        return "--channel, --cause, --last, …";
    }
}
