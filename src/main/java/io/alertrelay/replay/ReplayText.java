package io.alertrelay.replay;

import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
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
        out.println("  " + RangeText.of(entry.order(), times) + destination(entry.order()));
        entry.control()
                .ifPresent(control -> out.printf(
                        "  %s %s by %s%n", control.kind().word(), times.show(control.at()), OneLine.of(control.by())));
        if (!progress.message().isEmpty()) {
            out.println("  " + OneLine.of(progress.message()));
        }
        progress.channels()
                .forEach((channel, of) -> out.printf(
                        "  %s %,d of %,d ended%s%s%n",
                        TextWidth.pad(OneLine.of(channel), 24),
                        of.ended(),
                        of.planned(),
                        outcomes(of.settled()),
                        onTheirWay(entry, of.fed() - of.ended())));
        if (!progress.leftOut().isEmpty()) {
            out.println("  left out: " + outcomes(progress.leftOut()).strip());
        }
        if (isRunning(entry) && progress.perMinute() > 0) {
            out.printf("  %,d in the last minute%n", progress.perMinute());
        }
    }

    private static String destination(ReplayOrder order) {
        return order.isRedrive() && order.destination() instanceof ReplayDestination.ByRules
                ? ""
                : ", to " + OneLine.of(order.destination().text());
    }

    /** What one had handed over that is stopped, waits its turn or has ended is followed for a while only. */
    private static String onTheirWay(ReplayEntry entry, long some) {
        if (!isRunning(entry)) {
            return some == 0 ? "" : ", %,d on their way at the last look: see relay audit".formatted(some);
        }
        return ", %,d on their way".formatted(some);
    }

    private static boolean isRunning(ReplayEntry entry) {
        return entry.state() instanceof ReplayState.Running;
    }

    /** A replay in one line, with why it failed or waits. */
    static String line(ReplayEntry entry) {
        String message = entry.progress().message();
        return counts(entry) + (message.isEmpty() ? "" : "; " + OneLine.of(message));
    }

    /** A replay in one line, for a terminal that follows it. */
    static String counts(ReplayEntry entry) {
        return "%s %s: %,d of %,d ended%s%s"
                .formatted(
                        entry.order().id(),
                        entry.state().word(),
                        ended(entry),
                        planned(entry),
                        isRunning(entry)
                                ? ", %,d in the last minute"
                                        .formatted(entry.progress().perMinute())
                                : "",
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
