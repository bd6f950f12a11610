package io.alertrelay.trail;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ResolutionText;
import io.alertrelay.cli.Times;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What happened to a webhook, for people at a terminal; from the JSON of {@code /api/v1/receipts}. */
record TrailText(Colours colours, Times times) {
    void print(JsonNode trail, PrintWriter out) {
        JsonNode accepted = trail.path("accepted");
        boolean refused = trail.path("request_id").asText().startsWith("q");
        out.println(colours.strong(trail.path("request_id").asText())
                + (accepted.isMissingNode()
                        ? " is no longer kept itself; this is what its deliveries say"
                        : (refused ? " refused" : " accepted") + " from " + text(accepted, "integration") + " ("
                                + text(accepted, "source") + ") at "
                                + times.show(text(accepted, "received_at")) + ", "
                                + text(accepted, "bytes") + " bytes"));
        if (trail.hasNonNull("quarantined")) {
            out.println("  " + colours.bad("quarantined") + ": " + text(trail, "quarantined"));
        }
        if (accepted.hasNonNull("retry_of")) {
            out.println("  made of " + text(accepted, "retry_of") + " in quarantine, by a retry");
        }
        if (accepted.hasNonNull("trace_id")) {
            out.println("  trace " + text(accepted, "trace_id"));
        }
        decision(trail.path("resolution"), "  ", out);
        trail.path("alerts").forEach(alert -> alert(alert, trail, out));
        if (trail.hasNonNull("more")) {
            out.printf(
                    "  %,d more alerts are left out; relay receipts REQUEST_ID/INDEX shows one of them%n",
                    trail.path("more").asInt());
        }
    }

    private void alert(JsonNode alert, JsonNode trail, PrintWriter out) {
        String title = alert.hasNonNull("title") ? " \"" + text(alert, "title") + "\"" : "";
        out.println("  alert " + text(alert, "index") + "  " + text(alert, "status") + " " + text(alert, "severity")
                + title + "  " + colours.faint(text(alert, "alert_key")));
        JsonNode setAside = alert.path("set_aside");
        if (!setAside.isMissingNode()) {
            out.println("    " + colours.bad("set aside") + ": " + text(setAside, "cause"));
            out.println("      kept as " + text(setAside, "id") + " in quarantine");
            decision(setAside.path("resolution"), "      ", out);
        } else if (alert.path("deliveries").isEmpty()) {
            boolean waits = !trail.path("routed").asBoolean(true);
            out.println("    "
                    + (waits
                            ? colours.doubtful("waits to be routed")
                            : trail.hasNonNull("quarantined")
                                    ? colours.bad("not routed: in quarantine")
                                    : trail.path("traces_may_be_gone").asBoolean()
                                            ? "no delivery is left of it; its traces may have been deleted for their age"
                                            : colours.bad("no delivery is left of it") + "; see relay audit"));
        }
        alert.path("deliveries").forEach(delivery -> delivery(delivery, out));
    }

    private void delivery(JsonNode delivery, PrintWriter out) {
        out.println("    " + colours.strong(text(delivery, "channel")) + "  " + end(delivery)
                + (delivery.hasNonNull("replay") ? "  (replay " + text(delivery, "replay") + ")" : ""));
        out.println(colours.faint("      routed by " + text(delivery, "why") + "; rules " + text(delivery, "rules")));
        delivery.path("later_receipts")
                .forEach(receipt -> out.println(colours.faint("      later settled as " + text(receipt, "outcome")
                        + " at " + times.show(text(receipt, "settled_at")) + by(receipt))));
        letter(delivery.path("dead_letter"), out);
    }

    private static String by(JsonNode receipt) {
        return receipt.hasNonNull("relay")
                ? " by " + text(receipt, "relay")
                        + (receipt.hasNonNull("assignment") ? " in assignment " + text(receipt, "assignment") : "")
                : "";
    }

    private void letter(JsonNode letter, PrintWriter out) {
        if (!letter.isMissingNode()) {
            out.println("      kept as dead letter " + text(letter, "id"));
            decision(letter.path("resolution"), "      ", out);
        }
    }

    private void decision(JsonNode resolution, String indent, PrintWriter out) {
        if (!resolution.isMissingNode()) {
            out.println(indent + new ResolutionText(colours, times).of(resolution));
        }
    }

    private String end(JsonNode delivery) {
        String state = text(delivery, "state");
        return switch (state) {
            case "waiting" ->
                colours.doubtful(state)
                        + ": "
                        + (delivery.hasNonNull("waits_for")
                                ? times.within(text(delivery, "waits_for"))
                                : Trail.End.Waiting.unknown(
                                        delivery.path("ahead").asLong()));
            case "unaccounted" ->
                colours.bad(state)
                        + ": the channel's offset passed it, or its topic does not have it, and there is no receipt; see"
                        + " relay audit";
            case "too-old" ->
                "too old to tell: the channel's offset passed it, and its receipt may have been deleted for its age";
            case "delivered" -> colours.good(state) + details(delivery);
            case "superseded" -> colours.doubtful(state) + details(delivery);
            default -> colours.bad(state) + details(delivery);
        };
    }

    private String details(JsonNode delivery) {
        List<String> parts = new ArrayList<>();
        add(parts, delivery, "reason", "");
        add(parts, delivery, "superseded_by", "by ");
        add(parts, delivery, "cause", "");
        add(parts, delivery, "answer", "");
        add(parts, delivery, "flashduty_request_id", "Flashduty's request_id ");
        if (delivery.hasNonNull("attempts")) {
            long attempts = delivery.path("attempts").asLong();
            parts.add(attempts == 1 ? "1 attempt" : attempts + " attempts");
        }
        if (delivery.path("unanswered").asLong() > 0) {
            parts.add(text(delivery, "unanswered") + " without an answer");
        }
        if (delivery.hasNonNull("first_attempt_at") && delivery.path("attempts").asLong() > 1) {
            parts.add("the first at " + times.show(text(delivery, "first_attempt_at")));
        }
        String at = delivery.hasNonNull("settled_at") ? " at " + times.show(text(delivery, "settled_at")) : "";
        return at + by(delivery) + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static void add(List<String> parts, JsonNode delivery, String field, String before) {
        if (delivery.hasNonNull(field)) {
            parts.add(before + text(delivery, field));
        }
    }

    private static String text(JsonNode node, String field) {
        return OneLine.of(node.path(field).asText());
    }
}
