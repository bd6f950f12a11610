package io.alertrelay.rulesets;

import io.alertrelay.cli.GroupCommand;
import picocli.CommandLine.Command;

/** {@code relay routes}: imports and exports rules, and shows those that were in use. */
@Command(
        name = "routes",
        description =
                "Carries rules over from Flashduty, and back; shows, compares and restores those that were in use.",
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
public final class RoutesCommand extends GroupCommand {}
