package io.alertrelay.explain;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.explain.WhatIfResult.Count;
import io.alertrelay.explain.WhatIfResult.Difference;
import io.alertrelay.explain.WhatIfResult.Example;
import io.alertrelay.explain.WhatIfResult.Group;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What other rules would have done, for people. Texts of alerts are sanitized: they must not control the terminal. */
record WhatIfText(PrintWriter out, Colours colours, Times times) {
    private static final int GROUPS = 20;
    private static final int LONGEST = 120;

    void print(WhatIfResult result) {
        out.println(Plural.of(result.webhooks(), "webhook") + ", " + Plural.of(result.firings(), "firing alert") + "; "
                + Plural.of(result.recoveries(), "recovery")
                + (result.recoveries() == 1
                        ? " is not counted: it goes where its firing went"
                        : " are not counted: each goes where its firing went"));
        if (result.unreadable() > 0) {
            out.println(colours.doubtful(Plural.of(result.unreadable(), "webhook") + " can't be read, and "
                    + (result.unreadable() == 1 ? "is" : "are") + " left out"));
        }
        out.println();
        channels(result.channels());
        out.println();
        if (result.changed() == 0 && result.intoDefault() == 0) {
            out.println(colours.good("No alert would go elsewhere."));
            return;
        }
        out.printf(
                "%,d go elsewhere: %,d leave a channel, %,d come to one; %,d fall to the default%n",
                result.changed(), result.removed(), result.added(), result.intoDefault());
        List<Map.Entry<Difference, Group>> groups = result.largest();
        groups.stream().limit(GROUPS).forEach(e -> print(e.getKey(), e.getValue()));
        long rest = result.ungrouped()
                + groups.stream()
                        .skip(GROUPS)
                        .mapToLong(e -> e.getValue().count())
                        .sum();
        if (rest > 0) {
            out.printf("%n%,d more in smaller groups; --json has %,d groups%n", rest, groups.size());
        }
    }

    private void channels(Map<String, Count> channels) {
        int width = Math.max(
                7,
                channels.keySet().stream()
                        .mapToInt(c -> TextWidth.of(clean(c)))
                        .max()
                        .orElse(0));
        out.println("channel" + " ".repeat(width - 7) + "      before       after");
        channels.forEach((channel, count) -> {
            long more = count.after() - count.before();
            String name = clean(channel);
            out.printf(
                    "%s%s%,12d%,12d%s%n",
                    name,
                    " ".repeat(width - TextWidth.of(name)),
                    count.before(),
                    count.after(),
                    more == 0 ? "" : colours.doubtful("  %+,d".formatted(more)));
        });
    }

    private void print(Difference difference, Group group) {
        out.println();
        String gone = difference.removed().stream()
                .map(c -> colours.bad("- " + clean(c)))
                .collect(Collectors.joining("  "));
        String come = difference.added().stream()
                .map(c -> colours.good("+ " + clean(c)))
                .collect(Collectors.joining("  "));
        String what = (gone + "  " + come).strip();
        out.printf(
                "%s: %s%s%n",
                colours.strong(Plural.of(group.count(), "alert")),
                what.isEmpty() ? "the same channels" : what,
                difference.intoDefault() ? colours.doubtful("  (into the default)") : "");
        out.println("  before: " + names(difference.before()) + " by " + clean(difference.whyBefore()));
        out.println("  after:  " + names(difference.after()) + " by " + clean(difference.whyAfter()));
        group.examples().forEach(this::print);
    }

    private void print(Example example) {
        String values = example.values().entrySet().stream()
                .map(e -> clean(e.getKey()) + " "
                        + e.getValue().map(v -> "\"" + clean(v) + "\"").orElse("absent"))
                .collect(Collectors.joining(", "));
        out.printf(
                "  e.g. %s/%d  %s  %s \"%s\"%s%n",
                example.receipt(),
                example.index(),
                times.show(example.receivedAt()),
                example.severity().word(),
                clean(example.title()),
                values.isEmpty() ? "" : colours.faint("  " + values));
    }

    private static String names(List<String> channels) {
        return channels.stream().map(WhatIfText::clean).collect(Collectors.joining(", "));
    }

    private static String clean(String text) {
        String line = OneLine.of(text);
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
