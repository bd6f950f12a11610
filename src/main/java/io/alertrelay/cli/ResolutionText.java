package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.record.Resolution;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.Optional;

/** The resolution of a dead letter or a record in quarantine, in one line for people; from its JSON. */
public record ResolutionText(Colours colours, Times times) {
    /** Prints it below its record; prints nothing if there is no resolution. */
    public void below(Optional<Resolution> resolution, PrintWriter out) {
        resolution.ifPresent(made -> out.println("    " + of(made.json())));
    }

    /** The line: what was decided, by whom, when, and what followed. */
    public String of(JsonNode resolution) {
        return colours.strong(text(resolution, "decision"))
                + " by " + text(resolution, "by")
                + " at " + times.show(text(resolution, "at"))
                + with(resolution, "receipt", ", as ")
                + with(resolution, "replay", ", by replay ")
                + with(resolution, "reason", ": ");
    }

    private static String with(JsonNode resolution, String field, String before) {
        return resolution.hasNonNull(field) ? before + text(resolution, field) : "";
    }

    private static String text(JsonNode node, String field) {
        return OneLine.of(node.path(field).asText());
    }
}
