package io.alertrelay.cli;

import picocli.CommandLine.Option;

/** The option that says who does something, to be recorded with it. */
public final class ByOption {
    @Option(
            names = "--by",
            converter = ShortTextConverter.class,
            paramLabel = "WHO",
            description = "Who does it, for the record. Without it: the user and the machine.")
    private String by = CurrentUser.runs();

    /** The person, or whoever runs the command. */
    public String by() {
        return by;
    }
}
