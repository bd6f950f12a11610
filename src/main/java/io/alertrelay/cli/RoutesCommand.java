package io.alertrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay routes}: rules from Flashduty and back, and those that were in use. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Carries rules over from Flashduty, and back; shows, compares and restores those that were in use.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it failed; of diff: they differ",
            "2:wrong usage, or a mistake",
            "3:done, but not all of it"
        },
        subcommands = {
            RoutesImportCommand.class,
            RoutesExportCommand.class,
            RoutesListCommand.class,
            RoutesShowCommand.class,
            RoutesDiffCommand.class,
            RoutesRestoreCommand.class
        })
final class RoutesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: import, export, list, show, diff or restore");
    }
}
