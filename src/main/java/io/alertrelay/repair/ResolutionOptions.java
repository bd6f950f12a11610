package io.alertrelay.repair;

import io.alertrelay.cli.CurrentUser;
import io.alertrelay.cli.ShortText;
import picocli.CommandLine.Option;

/** The options of a command that records a resolution: who resolves, why, and whether it is to be executed. */
final class ResolutionOptions {
    @Option(
            names = "--by",
            converter = ShortText.class,
            paramLabel = "WHO",
            description = "Who decides. Without it: the user and the machine.")
    private String by = CurrentUser.runs();

    @Option(
            names = "--reason",
            converter = ShortText.class,
            paramLabel = "TEXT",
            description = "Why, to be kept with the decision.")
    private String reason = "";

    @Option(names = "--yes", description = "Does it. Without it only what would be done is shown.")
    private boolean yes;

    boolean yes() {
        return yes;
    }

    String by() {
        return by;
    }

    /** The reason in the operator's words; empty if none is given. */
    String reason() {
        return reason;
    }
}
