package io.alertrelay.audit;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** An audit's report, for people at a terminal. */
record AuditText(Colours colours, Times times) {
    private static final int SHOWN = 100;

    void print(AuditReport report, PrintWriter out) {
        out.println("Webhooks received " + period(report));
        refused(report.refused(), out);
        AuditReport.Deliveries deliveries = report.deliveries();
        AuditReport.InQuarantine quarantined = report.quarantined();
        line(
                out,
                "webhooks accepted",
                report.webhooks().accepted(),
                note(report.webhooks().notRoutedYet(), "wait to be routed"));
        if (report.webhooks().beyondRetention() > 0) {
            line(
                    out,
                    "  too old to tell",
                    report.webhooks().beyondRetention(),
                    "routed; what they came to may have been deleted for its age");
        }
        line(out, "alerts in them", report.alerts(), "");
        line(out, "deliveries due", deliveries.due(), "");
        line(out, "  delivered", deliveries.delivered(), "");
        line(
                out,
                "  dead-lettered",
                sum(deliveries.deadLettered()),
                reasons(deliveries.deadLettered()) + resolutions(deliveries.deadLettersResolved()));
        line(out, "  superseded", sum(deliveries.superseded()), reasons(deliveries.superseded()));
        line(
                out,
                "  pending",
                deliveries.pending(),
                note(deliveries.notLetInYet(), "more of replays are not let in yet"));
        if (deliveries.beyondRetention() > 0) {
            line(
                    out,
                    "  too old to tell",
                    deliveries.beyondRetention(),
                    "settled; their receipts may have been deleted for their age");
        }
        if (deliveries.passedUnsettled() > 0) {
            line(out, "  passed, unsettled", deliveries.passedUnsettled(), "");
        }
        line(
                out,
                "quarantined",
                quarantined.atEndpoint() + quarantined.inRouting() + quarantined.setAside(),
                quarantined.atEndpoint() + " refused at the endpoint, " + quarantined.inRouting() + " in routing"
                        + (quarantined.setAside() == 0
                                ? ""
                                : ", " + quarantined.setAside() + " single alerts set aside")
                        + resolutions(quarantined.resolved()));
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
        String oldest = report.oldest()
                .map(time -> "since " + times.show(time) + ", the oldest that is kept")
                .orElse("at any time");
        Optional<Instant> from = report.scope().from();
        String to = report.scope().to().map(time -> " to " + times.show(time)).orElse("");
        if (from.isEmpty()) {
            return oldest + to;
        }
        return "from " + times.show(from.get()) + to
                + report.begin()
                        .filter(from.get()::isBefore)
                        .map(begin -> "; the journal begins at " + times.show(begin))
                        .orElse("");
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

    private static String resolutions(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(e -> "%s %,d".formatted(e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", ", "; by decision: ", ""));
    }

    private static String reasons(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> "%s %,d".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
