package io.alertrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay routes}: rules from Flashduty and back. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Carries rules over from Flashduty, and back.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was carried over",
            "1:it failed",
            "2:wrong usage, or a mistake in the configuration or the rules",
            "3:it was written, but something could not be carried over, which is listed"
        },
        subcommands = {RoutesImportCommand.class, RoutesExportCommand.class})
final class RoutesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: import or export");
    }
}
