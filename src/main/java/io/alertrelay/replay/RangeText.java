package io.alertrelay.replay;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.Times;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a replay is about, in one line for people: so that a time of another zone, or another range, is noticed. */
final class RangeText {
    /** So many partitions are named. */
    private static final int PARTITIONS = 5;

    private RangeText() {}

    static String of(ReplayOrder order, Times times) {
        ReplayFilter narrowing = order.narrowing();
        List<String> parts = new ArrayList<>();
        parts.add(webhooks(order, times));
        names(parts, "integration", narrowing.integrations());
        names(parts, "channel", narrowing.channels());
        names(
                parts,
                "severity",
                narrowing.severities().stream().map(Severity::word).toList());
        narrowing.where().stream()
                .map(one -> "where " + one.key() + " " + one.oper() + " " + String.join(",", one.vals()))
                .forEach(parts::add);
        narrowing.only().ifPresent(only -> parts.add("only " + only.word()));
        return OneLine.of(String.join("; ", parts));
    }

    private static void names(List<String> parts, String what, Collection<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + " " + String.join(", ", names));
        }
    }

    private static String webhooks(ReplayOrder order, Times times) {
        ReplayFilter narrowing = order.narrowing();
        if (order.isRedrive()) {
            return Plural.of(order.deadLetters().size(), "dead letter");
        }
        String which = narrowing.receipts().isEmpty()
                ? narrowing.from().isEmpty() ? "webhooks at " + offsets(order.bounds()) : "webhooks"
                : Plural.of(narrowing.receipts().size(), "webhook") + " by request id";
        String begin = narrowing.from().map(times::show).orElse("");
        String end = narrowing.to().map(times::show).orElse("");
        if (begin.isEmpty()) {
            return end.isEmpty() ? which : which + ", received before " + end;
        }
        return which + " received " + begin
                + (end.isEmpty() ? " or later, as far as they were routed when it was planned" : " to " + end);
    }

    private static String offsets(ReplayBounds bounds) {
        String named = new TreeMap<>(bounds.from())
                .entrySet().stream()
                        .limit(PARTITIONS)
                        .map(from -> "%d:%d to %d:%d"
                                .formatted(
                                        from.getKey(),
                                        from.getValue(),
                                        from.getKey(),
                                        bounds.to().getOrDefault(from.getKey(), from.getValue())))
                        .collect(Collectors.joining(", "));
        int more = bounds.from().size() - PARTITIONS;
        return "offsets " + named + " (exclusive)" + (more > 0 ? " and " + Plural.of(more, "more partition") : "");
    }
}
