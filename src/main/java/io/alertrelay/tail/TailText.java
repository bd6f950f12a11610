package io.alertrelay.tail;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** Events, one line each, for people at a terminal. */
final class TailText {
    private static final int WHAT = 13;
    private static final int WIDEST = 24;

    private final Colours colours;
    private final Times times;
    private int where = 10;

    TailText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    /** The heading. */
    String head() {
        return colours.faint(times.heading("Times are"));
    }

    String line(FlowEvent event) {
        String place = TextWidth.cut(OneLine.of(place(event)), WIDEST);
        // As wide as the widest name so far, so that lines become aligned.
        where = Math.max(where, TextWidth.of(place));
        return colours.faint(times.show(event.at())) + "  "
                + colour(event, TextWidth.pad(event.kind().word(), WHAT)) + "  "
                + TextWidth.pad(place, where) + "  " + rest(event);
    }

    private static String place(FlowEvent event) {
        return event.text("channel").isEmpty() ? event.text("integration") : event.text("channel");
    }

    private String rest(FlowEvent event) {
        return switch (event.kind()) {
            case ACCEPTED -> id(event, "receipt") + "  " + accepted(event);
            case ROUTED ->
                delivery(event) + "  " + state(event) + " " + quoted(event) + ": " + text(event, "why")
                        + (event.detail().path("redone").asBoolean() ? " (perhaps a second time)" : "");
            case DELIVERED -> delivery(event) + "  " + state(event) + details(event);
            case DEAD_LETTERED, SUPERSEDED -> delivery(event) + "  " + state(event) + details(event);
            case QUARANTINED -> id(event, "id") + "  " + text(event, "kind") + ": " + text(event, "cause");
            case DISCARDED, RETRIED, REDRIVEN ->
                id(event, "id") + "  by " + text(event, "by")
                        + with(event, "receipt", ", as ")
                        + with(event, "replay", ", by replay ")
                        + with(event, "reason", ": ");
            case PAUSED ->
                "channel" + with(event, "by", ", by ")
                        + (event.text("until").isEmpty() ? "" : " until " + times.show(event.text("until")))
                        + with(event, "reason", ": ");
            case HELD, SLOWED, RUNNING ->
                "channel" + with(event, "cause", ": ")
                        + (event.text("until").isEmpty() ? "" : ", next attempt at " + times.show(event.text("until")));
        };
    }

    private String accepted(FlowEvent event) {
        long alerts = event.detail().path("alerts").asLong();
        return (alerts == 0 ? "not readable now" : alerts == 1 ? "1 alert" : alerts + " alerts")
                + with(event, "severity", ", ")
                + ", " + text(event, "bytes") + " bytes"
                + with(event, "retry_of", ", made of ");
    }

    private String state(FlowEvent event) {
        return text(event, "status") + " " + text(event, "severity");
    }

    private String quoted(FlowEvent event) {
        return event.text("title").isEmpty() ? text(event, "alert_key") : "\"" + text(event, "title") + "\"";
    }

    private String details(FlowEvent event) {
        List<String> parts = new ArrayList<>();
        add(parts, event, "reason", "");
        add(parts, event, "superseded_by", "by ");
        add(parts, event, "cause", "");
        long attempts = event.detail().path("attempts").asLong();
        if (attempts > 0) {
            parts.add(attempts == 1 ? "1 attempt" : attempts + " attempts");
        }
        add(parts, event, "flashduty_request_id", "Flashduty's request_id ");
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    private void add(List<String> parts, FlowEvent event, String field, String before) {
        if (!event.text(field).isEmpty()) {
            parts.add(before + text(event, field));
        }
    }

    private String delivery(FlowEvent event) {
        return colours.strong(text(event, "receipt") + "/" + text(event, "index"))
                + with(event, "replay", " of replay ");
    }

    private String id(FlowEvent event, String field) {
        return colours.strong(text(event, field));
    }

    private String colour(FlowEvent event, String word) {
        return switch (event.kind()) {
            case DELIVERED, RUNNING -> colours.good(word);
            case DEAD_LETTERED, QUARANTINED, HELD -> colours.bad(word);
            case SUPERSEDED, SLOWED, PAUSED -> colours.doubtful(word);
            default -> word;
        };
    }

    private String with(FlowEvent event, String field, String before) {
        return event.text(field).isEmpty() ? "" : before + text(event, field);
    }

    private String text(FlowEvent event, String field) {
        return OneLine.of(times.within(event.text(field)));
    }
}
