package io.alertrelay.repair;

import io.alertrelay.cli.GroupCommand;
import io.alertrelay.reading.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Journal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code relay quarantine}: what could not be read, and what is to become of it. */
@Command(
        name = "quarantine",
        description = {
            "Lists and shows bodies that could not be read or routed, tries them again, and takes decisions down.",
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
    /** Reads an id from the command line. */
    static final class Id implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return ReceiptId.parse(text)
                    .filter(id -> id.journal() == Journal.QUARANTINE)
                    .map(ReceiptId::toString)
                    .orElseThrow(() -> new TypeConversionException(
                            "found \"" + text + "\", expected one such as q0-3-7k3m9qxr2ztc5vbn, as list shows it"));
        }
    }

    /** {@code relay quarantine list}: what could not be read? */
    @Command(
            name = "list",
            description = {
                "Lists what is in quarantine, and about which nobody has decided.",
                "",
                "Kinds: refused - by the door, answered 400; unrouted - accepted, and not readable when it was routed;"
                        + " stray - in a channel's topic, and no delivery."
            },
            exitCodeList = {
                "0:it is listed, also if there is nothing",
                "1:Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ListCommand extends RepairListCommand<Quarantined> {
        @Mixin
        private QuarantineOptions which;

        ListCommand() {
            super(RepairKind.QUARANTINE);
        }

        @Override
        RepairOptions which() {
            return which;
        }
    }

    /** {@code relay quarantine show}: all that is known of one, and its body. */
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
        @Parameters(
                paramLabel = "ID",
                converter = Id.class,
                description = "Its id, as list shows it, and as the sender was answered: q0-3-7k3m9qxr2ztc5vbn.")
        private String id;

        @Option(names = "--json", description = "Prints JSON; a body that is not UTF-8 in Base64.")
        private boolean json;

        ShowCommand() {
            super(RepairKind.QUARANTINE);
        }

        @Override
        String id() {
            return id;
        }

        @Override
        public boolean isData() {
            return json;
        }
    }

    /** {@code relay quarantine discard}: nobody needs it any more. */
    @Command(
            name = "discard",
            description = {
                "Takes down that records in quarantine are not needed any more. They are kept, and list no longer shows them.",
                "",
                "  relay quarantine discard q0-3-7k3m9qxr2ztc5vbn --reason \"a test\" --yes",
                "",
                "Without --yes it only shows which ones."
            })
    static final class DiscardCommand extends RepairDiscardCommand<Quarantined> {
        @Mixin
        private RepairSelection.OfQuarantine selection;

        DiscardCommand() {
            super(RepairKind.QUARANTINE);
        }

        @Override
        RepairSelection<Quarantined> selection() {
            return selection;
        }
    }
}
