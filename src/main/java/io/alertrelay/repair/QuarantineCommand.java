package io.alertrelay.repair;

import io.alertrelay.cli.GroupCommand;
import io.alertrelay.record.Quarantined;
import picocli.CommandLine.Command;

/** {@code relay quarantine}: what could not be read, and resolutions of it. */
@Command(
        name = "quarantine",
        description = {
            "Lists and shows bodies that could not be read or routed, tries them again, and records decisions.",
            "",
            "Reads the topics; the relay may run or not."
        },
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration",
            "3:of retry: done, but not all of it"
        },
        subcommands = {
            QuarantineCommand.ListCommand.class,
            QuarantineCommand.ShowCommand.class,
            QuarantineRetryCommand.class,
            QuarantineCommand.DiscardCommand.class
        })
public final class QuarantineCommand extends GroupCommand {
    /** {@code relay quarantine list}: what could not be read? */
    @Command(
            name = "list",
            description = {
                "Lists what is in quarantine and not yet handled.",
                "",
                "Kinds: refused - by the endpoint, answered 400; unrouted - accepted, and not readable when it was routed;"
                        + " set-aside - an alert of an accepted webhook whose others were routed, or several;"
                        + " stray - in a channel's topic or a replay's, and no delivery."
            },
            exitCodeList = {
                "0:it is listed, also if there is nothing",
                "1:Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ListCommand extends RepairListCommand<Quarantined> {
        ListCommand() {
            super(RepairKind.QUARANTINE, new QuarantineOptions());
        }
    }

    /** {@code relay quarantine show}: everything that is known of one, and its body. */
    @Command(
            name = "show",
            description =
                    "Shows a record in quarantine with its body. What would steer a terminal is shown as its number.",
            exitCodeList = {
                "0:it is shown",
                "1:there is none of that id, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ShowCommand extends RepairShowCommand<Quarantined> {
        ShowCommand() {
            super(RepairKind.QUARANTINE);
        }
    }

    /** {@code relay quarantine discard}: nobody needs it any more. */
    @Command(
            name = "discard",
            description = {
                "Records that what is in quarantine is not needed any more. It is kept, and list no longer shows it.",
                "",
                "  relay quarantine discard q0-3-7k3m9qxr2ztc5vbn --reason \"a test\" --yes",
                "",
                "Without --yes it only shows which ones."
            })
    static final class DiscardCommand extends RepairDiscardCommand<Quarantined> {
        DiscardCommand() {
            super(RepairKind.QUARANTINE, RepairSelection.ofQuarantine());
        }
    }
}
