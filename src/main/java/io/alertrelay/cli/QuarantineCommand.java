package io.alertrelay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay quarantine}: what could not be read, and what is to become of it. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lists and shows bodies that could not be read or routed, tries them again, and takes decisions down.",
            "",
            "Reads the topics; the relay may run or not."
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration",
            "3:of retry: done, but not all of it"
        },
        subcommands = {
            QuarantineListCommand.class,
            QuarantineShowCommand.class,
            QuarantineRetryCommand.class,
            QuarantineDiscardCommand.class
        })
final class QuarantineCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, show, retry or discard");
    }
}
