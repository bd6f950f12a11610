package io.alertrelay.find;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ResolutionText;
import io.alertrelay.cli.Times;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** What {@code relay find} finds, for people at a terminal; from the JSON of {@code /api/v1/alerts}. */
final class FoundText {
    private static final int WIDEST_TITLE = 60;
    private static final int WIDEST_CAUSE = 100;

    private final Colours colours;
    private final Times times;
    private boolean hasHead;

    FoundText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    List<String> alert(JsonNode alert) {
        List<String> lines = new ArrayList<>();
        if (!hasHead) {
            hasHead = true;
            lines.add(colours.faint(times.heading("Newest first; times are")));
        }
        String title = TextWidth.cut(text(alert, "title"), WIDEST_TITLE);
        lines.add(times.show(text(alert, "at")) + "  " + TextWidth.pad(state(alert), 17) + "  "
                + (title.isEmpty() ? "" : colours.strong(title) + "  ") + colours.faint(text(alert, "integration"))
                + "  " + text(alert, "request_id")
                + (alert.hasNonNull("index") ? "/" + text(alert, "index") : ""));
        JsonNode unread = alert.path("unread");
        if (!unread.isMissingNode()) {
            lines.add("    " + colours.bad(text(unread, "state"))
                    + (unread.hasNonNull("id") ? ", kept as " + text(unread, "id") : "") + ": "
                    + TextWidth.cut(text(unread, "cause"), WIDEST_CAUSE));
            if (unread.hasNonNull("resolution")) {
                lines.add("    " + new ResolutionText(colours, times).of(unread.path("resolution")));
            }
        } else if (alert.path("deliveries").isEmpty()) {
            lines.add("    "
                    + (alert.path("routed").asBoolean()
                            ? "how it ended was not found here; relay receipts " + text(alert, "request_id")
                                    + " shows it"
                            : colours.doubtful("waits to be routed")));
        }
        alert.path("deliveries").forEach(delivery -> lines.add("    " + delivery(delivery)));
        return lines;
    }

    private static String state(JsonNode alert) {
        return alert.hasNonNull("unread")
                ? text(alert.path("unread"), "kind")
                : text(alert, "severity") + " " + text(alert, "status");
    }

    private String delivery(JsonNode delivery) {
        String state = text(delivery, "state");
        String word = switch (state) {
            case "delivered" -> colours.good(state);
            case "too-old" -> "too old to tell";
            case "waiting", "superseded", "settled-later" -> colours.doubtful(state);
            default -> colours.bad(state);
        };
        String detail = times.within(text(delivery, "detail"));
        return text(delivery, "channel") + "  " + word
                + (delivery.hasNonNull("at") ? " at " + times.show(text(delivery, "at")) : "")
                + (detail.isEmpty() ? "" : ": " + detail)
                + (delivery.hasNonNull("replay") ? "  (replay " + text(delivery, "replay") + ")" : "");
    }

    String progress(JsonNode line) {
        return "looked through %,d of %,d records%s"
                .formatted(
                        line.path("searched").asLong(),
                        line.path("of").asLong(),
                        line.hasNonNull("back_to") ? ", back to " + times.show(text(line, "back_to")) : "");
    }

    String end(JsonNode end) {
        long found = end.path("found").asLong();
        return "%s among %,d of %,d records%s"
                        .formatted(
                                found == 0 ? "none found" : found == 1 ? "1 found" : "%,d found".formatted(found),
                                end.path("searched").asLong(),
                                end.path("of").asLong(),
                                end.hasNonNull("next")
                                        ? "; there may be older ones: --place " + text(end, "next")
                                                + ", or a greater --limit"
                                        : "")
                + refused(end.path("refused_unread").asLong());
    }

    private static String refused(long posts) {
        return posts == 0
                ? ""
                : "; besides, %,d %s refused in that time, and what it said is not known: --outcome refused without TEXT"
                        .formatted(posts, posts == 1 ? "post of an integration was" : "posts of integrations were");
    }

    private static String text(JsonNode node, String field) {
        return OneLine.of(node.path(field).asText());
    }
}
