package io.alertrelay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.observe.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Dead letters, for people at a terminal. */
final class DeadLetterText {
    private static final int TITLE = 40;
    private static final int CAUSE = 100;

    private final Colours colours;
    private final Times times;

    DeadLetterText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    /** One line each, and what was decided below it. */
    void list(List<DeadLetter> letters, PrintWriter out) {
        if (letters.isEmpty()) {
            out.println("There is no such dead letter.");
            return;
        }
        Table table =
                new Table("ID", times.heading("GIVEN UP"), "CHANNEL", "SEVERITY", "STATUS", "ALERT", "REASON", "CAUSE");
        letters.forEach(letter -> table.row(List.of(
                letter.id().toString(),
                times.show(letter.settledAt()),
                OneLine.of(letter.channel()),
                OneLine.of(letter.text("severity")),
                OneLine.of(letter.text("status")),
                TextWidth.cut(OneLine.of(letter.title()), TITLE),
                OneLine.of(letter.reason()),
                TextWidth.cut(OneLine.of(letter.cause()), CAUSE))));
        table.print(colours, out, row -> decided(letters.get(row), out));
    }

    /** All of it. */
    void show(DeadLetter letter, PrintWriter out) {
        out.println(colours.strong(letter.id().toString()) + "  "
                + OneLine.of(letter.delivery().toString()));
        decided(letter, out);
        field("alert", letter.title().isEmpty() ? letter.alertKey() : letter.title(), out);
        field("alert key", letter.alertKey(), out);
        field("status", letter.text("status") + " " + letter.text("severity"), out);
        field("integration", letter.integration(), out);
        field("received", times.show(letter.text("received_at")), out);
        field("routed by", letter.text("why") + "; rules " + letter.text("rules"), out);
        field("given up", times.show(letter.settledAt()) + ", " + letter.reason(), out);
        field("cause", letter.cause(), out);
        field(
                "attempts",
                letter.text("attempts")
                        + (letter.value().path("unanswered").asLong() > 0
                                ? ", " + letter.text("unanswered") + " without an answer"
                                : ""),
                out);
        letter.value()
                .path("history")
                .forEach(attempt ->
                        out.println("    " + times.show(attempt.path("at").asText()) + "  "
                                + OneLine.of(attempt.path("answer").asText())));
        out.println("  event as it was sent:");
        event(letter.text("event")).lines().forEach(line -> out.println("    " + SafeLine.of(line)));
    }

    private void decided(DeadLetter letter, PrintWriter out) {
        new ResolutionText(colours, times).below(letter.resolution(), out);
    }

    private static void field(String name, String value, PrintWriter out) {
        out.println("  " + TextWidth.pad(name, 12) + OneLine.of(value));
    }

    private static String event(String event) {
        try {
            return new ObjectMapper().readTree(event).toPrettyString();
        } catch (IOException e) {
            return event;
        }
    }
}
