package io.alertrelay.repair;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select records in quarantine. */
final class QuarantineOptions extends RepairOptions {
    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only those that were received through this integration.")
    private String integration;

    @Option(names = "--cause", paramLabel = "TEXT", description = "Only those whose cause contains this.")
    private String cause;

    @Override
    Map<String, String> traits() {
        return given("integration", integration);
    }

    @Override
    Optional<String> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    String examples() {
        return "--integration, --cause, --last, …";
    }
}
