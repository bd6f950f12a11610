package io.alertrelay.cli;

import picocli.CommandLine.Option;

/** The option without which a command changes nothing, and shows what it would change. */
public final class YesOption {
    @Option(names = "--yes", description = "Does it. Without it only what would be done is shown.")
    private boolean yes;

    /** Whether it is to be done. */
    public boolean isGiven() {
        return yes;
    }
}
