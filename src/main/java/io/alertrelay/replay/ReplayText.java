package io.alertrelay.replay;

import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Replays and their progress, for people at a terminal. */
record ReplayText(PrintWriter out, Times times) {
    void list(List<ReplayEntry> entries) {
        if (entries.isEmpty()) {
            out.println("There is no replay.");
            return;
        }
        Table table = new Table("REPLAY", "STATE", "ENDED/ALL", times.heading("ORDERED"), "BY");
        entries.forEach(entry -> table.row(List.of(
                entry.order().id(),
                entry.state().word(),
                ended(entry) + "/" + planned(entry),
                times.show(entry.order().createdAt()),
                OneLine.of(entry.order().by()))));
        table.lines().forEach(out::println);
    }

    void show(ReplayEntry entry) {
        ReplayProgress progress = entry.progress();
        out.printf("replay %s: %s%n", entry.order().id(), entry.state().word());
        out.printf(
                "  ordered %s by %s%n",
                times.show(entry.order().createdAt()), OneLine.of(entry.order().by()));
        entry.control()
                .ifPresent(control -> out.printf(
                        "  %s %s by %s%n", control.kind().word(), times.show(control.at()), OneLine.of(control.by())));
        if (!progress.message().isEmpty()) {
            out.println("  " + OneLine.of(progress.message()));
        }
        progress.channels()
                .forEach((channel, of) -> out.printf(
                        "  %s %,d of %,d ended%s, %,d on their way%n",
                        TextWidth.pad(OneLine.of(channel), 24),
                        of.ended(),
                        of.planned(),
                        outcomes(of.settled()),
                        of.fed() - of.ended()));
        if (!progress.leftOut().isEmpty()) {
            out.println(
                    "  left out while it ran: " + outcomes(progress.leftOut()).strip());
        }
        if (!entry.isEnded() && progress.perMinute() > 0) {
            out.printf("  %,d in the last minute%n", progress.perMinute());
        }
    }

    /** A replay in one line, for a terminal that follows it. */
    static String line(ReplayEntry entry) {
        return "%s %s: %,d of %,d ended, %,d in the last minute%s"
                .formatted(
                        entry.order().id(),
                        entry.state().word(),
                        ended(entry),
                        planned(entry),
                        entry.progress().perMinute(),
                        entry.progress().leftOut().isEmpty()
                                ? ""
                                : ", left out" + outcomes(entry.progress().leftOut()));
    }

    private static String outcomes(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static long ended(ReplayEntry entry) {
        return entry.progress().channels().values().stream()
                .mapToLong(ReplayProgress.OfChannel::ended)
                .sum();
    }

    private static long planned(ReplayEntry entry) {
        return entry.progress().channels().values().stream()
                .mapToLong(ReplayProgress.OfChannel::planned)
                .sum();
    }
}
