package io.alertrelay.journal;

import io.alertrelay.cli.AuditProgressLine;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.GroupCommand;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.SourceLine;
import io.alertrelay.cli.Table;
import io.alertrelay.cli.YesOption;
import io.alertrelay.config.KafkaSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay journal}: everything that a relay has stored. */
@Command(
        name = "journal",
        description = "Copies all that a relay has stored to another Kafka; raises the partitions of webhooks.",
        commandListHeading = "%nCommands:%n",
        exitCodeList = {
            "0:it is copied, or could be",
            "1:it can't be done, or failed: it may be tried again",
            "2:wrong usage, or a mistake in a configuration"
        },
        subcommands = {JournalCommand.CopyCommand.class, JournalPartitionsCommand.class})
public final class JournalCommand extends GroupCommand {
    /** {@code relay journal copy}. */
    @Command(
            name = "copy",
            description = {
                "Copies all that a relay has stored to another Kafka, and compares it. Without --yes it says what it would do.",
                "",
                "  relay journal copy --from /var/lib/alert-relay --to relay.yaml          to the cluster in relay.yaml",
                "",
                "Stop the relay first. Each record keeps its offset, its time and its headers, and each group its place, so"
                        + " request ids stay what they are, waiting alerts are delivered by the relay that is started on the"
                        + " target, and nothing twice. The target must have no topics of that prefix, or those of a copy"
                        + " that was interrupted: then it continues."
            },
            optionListHeading = "%nOptions:%n",
            exitCodeList = {
                "0:it is copied, or could be",
                "1:it can't be done, or failed: it may be tried again",
                "2:wrong usage, or a mistake in a configuration"
            })
    static final class CopyCommand extends RelayCommand {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "FILE|FOLDER",
                description =
                        "The configuration of the relay that is stopped, or the data folder of its embedded broker.")
        private Path from;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "FILE|FOLDER",
                description =
                        "The configuration of the relay that is to continue. Of both only the section kafka is read.")
        private Path to;

        @Mixin
        private YesOption yes;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = out();
            KafkaSettings source = ConfigOption.kafka(from);
            KafkaSettings target = ConfigOption.kafka(to);
            out.println("from: " + SourceLine.topics(source));
            out.println("to:   " + SourceLine.topics(target));
            out.flush();
            try (JournalMove move = JournalMove.open(source, target, err()::println)) {
                print(move, out);
                if (yes.isGiven()) {
                    try (AuditProgressLine line = AuditProgressLine.on(err())) {
                        move.run(line);
                    }
                    done(out);
                } else {
                    out.println("Nothing is copied yet: add --yes.");
                }
            }
            out.flush();
            return 0;
        }

        private static void print(JournalMove move, PrintWriter out) {
            Table table = new Table("TOPIC", "PARTITIONS", "OFFSETS", "THERE");
            for (JournalMove.Topic topic : move.topics()) {
                table.row(List.of(
                        topic.name(),
                        String.valueOf(topic.partitions()),
                        "%,d".formatted(topic.offsets()),
                        "%,d".formatted(topic.there())));
            }
            table.print(Colours.auto(), out, row -> {});
            if (move.isBegun()) {
                out.println("A copy was begun before, and is resumed.");
            }
            out.flush();
        }

        private void done(PrintWriter out) {
            out.println(
                    "All of it is copied, and was compared: records, offsets, times, headers, and how far each group"
                            + " is.");
            out.println("Next:");
            out.println(
                    "  1. start the relay on the target, and never again one on the source: it would send once more what"
                            + " waits");
            out.println("  2. relay audit --config FILE, with its configuration: Everything is accounted for.");
        }
    }
}
