package io.alertrelay.audit;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** An audit's report, for people at a terminal. */
final class AuditText {
    private static final int SHOWN = 100;

    private final Colours colours;
    private final Times times;

    AuditText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    void print(AuditReport report, PrintWriter out) {
        out.println("Webhooks received " + period(report));
        refused(report.refused(), out);
        line(out, "webhooks accepted", report.webhooks(), note(report.notRoutedYet(), "wait to be routed"));
        line(out, "alerts in them", report.alerts(), "");
        line(out, "deliveries due", report.due(), "");
        line(out, "  delivered", report.delivered(), "");
        line(
                out,
                "  dead-lettered",
                sum(report.deadLettered()),
                reasons(report.deadLettered()) + decided(report.deadLettersDecided()));
        line(out, "  superseded", sum(report.superseded()), reasons(report.superseded()));
        line(out, "  pending", report.pending(), note(report.notLetInYet(), "more of replays are not let in yet"));
        if (report.beyondRetention() > 0) {
            line(
                    out,
                    "  too old to tell",
                    report.beyondRetention(),
                    "settled; their receipts may have been deleted for their age");
        }
        if (report.passedUnsettled() > 0) {
            line(out, "  passed, unsettled", report.passedUnsettled(), "");
        }
        line(
                out,
                "quarantined",
                report.quarantined().atTheDoor()
                        + report.quarantined().inRouting()
                        + report.quarantined().setAside(),
                report.quarantined().atTheDoor() + " refused at the door, "
                        + report.quarantined().inRouting() + " in routing"
                        + (report.quarantined().setAside() == 0
                                ? ""
                                : ", " + report.quarantined().setAside() + " single alerts set aside")
                        + decided(report.quarantined().decided()));
        if (report.repeats().afterTakeOver() > 0) {
            line(
                    out,
                    "settled twice",
                    report.repeats().afterTakeOver(),
                    "by two relays, when one took the channel over from the other; the first receipt counts");
        }
        if (report.repeats().olderReceipts() > 0) {
            line(out, "older receipts", report.repeats().olderReceipts(), "of webhooks that are no longer kept");
        }
        String unaccounted = "%-20s %,12d".formatted("unaccounted", report.unaccounted());
        out.println(report.unaccounted() == 0 ? colours.good(unaccounted) : colours.bad(unaccounted));
        out.println();
        out.println(
                report.clean()
                        ? colours.good("Everything is accounted for.")
                        : colours.bad("Not everything is right:"));
        findings(report, out);
    }

    private static void refused(SortedMap<EndpointRefusals.Kind, Long> refused, PrintWriter out) {
        line(out, "refused", sum(refused), refused.isEmpty() ? "" : "at the endpoint, without their bodies:");
        refused.forEach((kind, count) -> line(
                out,
                "  " + kind.status(),
                count,
                (kind.integration().isEmpty() ? "of no known integration" : "of " + kind.integration()) + ": "
                        + kind.cause()));
    }

    private void findings(AuditReport report, PrintWriter out) {
        report.counts().forEach((kind, count) -> {
            out.println("%s: %,d".formatted(colours.strong(kind.word()), count));
            report.findings().stream()
                    .filter(f -> f.kind() == kind)
                    .limit(SHOWN)
                    .forEach(f ->
                            out.println("  " + OneLine.of(f.subject()) + "  " + colours.faint(OneLine.of(f.detail()))));
            if (count > SHOWN) {
                out.println("  … and %,d more; --json lists up to 1,000 of a kind".formatted(count - SHOWN));
            }
        });
    }

    private String period(AuditReport report) {
        String from = report.scope()
                .from()
                .map(time -> "from " + times.show(time))
                .orElseGet(() -> report.oldest()
                        .map(time -> "since " + times.show(time) + ", the oldest that is kept")
                        .orElse("at any time"));
        return from + report.scope().to().map(time -> " to " + times.show(time)).orElse("");
    }

    private static void line(PrintWriter out, String what, long count, String note) {
        out.println("%-20s %,12d%s"
                .formatted(what, count, note.isEmpty() ? "" : "   " + note)
                .stripTrailing());
    }

    private static String note(long count, String what) {
        return count == 0 ? "" : "%,d %s".formatted(count, what);
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String decided(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> "; %,d %s".formatted(e.getValue(), e.getKey()))
                .collect(Collectors.joining());
    }

    private static String reasons(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> "%s %,d".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
