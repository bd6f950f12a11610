package io.alertrelay.cli;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.ledger.QuarantineFilter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which records in quarantine are meant. */
final class QuarantineOptions {
    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only those that came by this integration.")
    private String integration;

    @Option(names = "--cause", paramLabel = "TEXT", description = "Only those whose cause contains this.")
    private String cause;

    @Mixin
    private PeriodOptions period;

    /** Whether any of them is given. */
    boolean isGiven() {
        return period.isGiven() || integration != null || cause != null;
    }

    /** @param decidedToo also those about which somebody decided */
    QuarantineFilter filter(boolean decidedToo) {
        return new QuarantineFilter(
                Optional.ofNullable(integration), Optional.ofNullable(cause), period.scope(), decidedToo);
    }

    /** Wrong usage if there is no channel or integration of the name that is given. */
    void check(ConfigOption config, CommandLine line, RelayConfig loaded) {
        config.checkNames(line, loaded, null, integration);
    }
}
