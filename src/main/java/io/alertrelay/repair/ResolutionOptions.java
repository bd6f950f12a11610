package io.alertrelay.repair;

import io.alertrelay.cli.ByOption;
import io.alertrelay.cli.ShortTextConverter;
import io.alertrelay.cli.YesOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that records a resolution: who resolves, why, and whether it is to be executed. */
final class ResolutionOptions {
    @Mixin
    private ByOption who;

    @Option(
            names = "--reason",
            converter = ShortTextConverter.class,
            paramLabel = "TEXT",
            description = "Why, to be kept with the decision.")
    private String reason = "";

    @Mixin
    private YesOption yes;

    boolean yes() {
        return yes.isGiven();
    }

    String by() {
        return who.by();
    }

    /** The reason in the operator's words; empty if none is given. */
    String reason() {
        return reason;
    }
}
