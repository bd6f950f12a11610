package io.alertrelay.repair;

import io.alertrelay.cli.GroupCommand;
import io.alertrelay.record.DeadLetter;
import picocli.CommandLine.Command;

/** {@code relay dead-letters}: what was given up, and resolutions of it. */
@Command(
        name = "dead-letters",
        description = {
            "Lists and shows deliveries that were given up, sends them again, and records decisions about them.",
            "",
            "Reads the topics; the relay may run or not."
        },
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        },
        subcommands = {
            DeadLettersCommand.ListCommand.class,
            DeadLettersCommand.ShowCommand.class,
            DeadLettersRedriveCommand.class,
            DeadLettersCommand.DiscardCommand.class
        })
public final class DeadLettersCommand extends GroupCommand {
    /** {@code relay dead-letters list}: what was given up? */
    @Command(
            name = "list",
            description = {
                "Lists the deliveries that were given up and are not yet handled.",
                "",
                "Times are those at which they were given up."
            },
            exitCodeList = {
                "0:they are listed, also if there is none",
                "1:Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ListCommand extends RepairListCommand<DeadLetter> {
        ListCommand() {
            super(RepairKind.DEAD_LETTERS, new DeadLetterOptions());
        }
    }

    /** {@code relay dead-letters show}: everything that is known of one. */
    @Command(
            name = "show",
            description = "Shows a dead letter: why it was given up, each attempt, and the event as it was sent.",
            exitCodeList = {
                "0:it is shown",
                "1:there is none of that id, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ShowCommand extends RepairShowCommand<DeadLetter> {
        ShowCommand() {
            super(RepairKind.DEAD_LETTERS);
        }
    }

    /** {@code relay dead-letters discard}: nobody needs them any more. */
    @Command(
            name = "discard",
            description = {
                "Records that dead letters are not needed any more. They are kept, and list no longer shows them.",
                "",
                "  relay dead-letters discard dl-0-17 dl-0-18 --reason \"resolved by hand\" --yes",
                "  relay dead-letters discard --channel payments --cause InvalidParameter",
                "",
                "Without --yes it only shows which ones."
            })
    static final class DiscardCommand extends RepairDiscardCommand<DeadLetter> {
        DiscardCommand() {
            super(RepairKind.DEAD_LETTERS, RepairSelection.ofDeadLetters());
        }
    }
}
