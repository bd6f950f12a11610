package io.alertrelay.cli;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.ledger.DeadLetterFilter;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which dead letters are meant. */
final class DeadLetterOptions {
    @Option(names = "--channel", paramLabel = "NAME", description = "Only those of this channel.")
    private String channel;

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only those of alerts that came by this integration.")
    private String integration;

    @Option(
            names = "--cause",
            paramLabel = "TEXT",
            description = "Only those whose reason (refused, expired, attempts, unstored) or cause contains this.")
    private String cause;

    @Option(names = "--alert-key", paramLabel = "KEY", description = "Only those of this alert.")
    private String alertKey;

    @Mixin
    private PeriodOptions period;

    /** Whether any of them is given. */
    boolean isGiven() {
        return period.isGiven()
                || Stream.of(channel, integration, cause, alertKey).anyMatch(text -> text != null);
    }

    /** @param decidedToo also those about which somebody decided */
    DeadLetterFilter filter(boolean decidedToo) {
        return new DeadLetterFilter(
                Optional.ofNullable(channel),
                Optional.ofNullable(integration),
                Optional.ofNullable(cause),
                Optional.ofNullable(alertKey),
                period.scope(),
                decidedToo);
    }

    /** Wrong usage if there is no channel or integration of the name that is given. */
    void check(ConfigOption config, CommandLine line, RelayConfig loaded) {
        config.checkNames(line, loaded, channel, integration);
    }
}
