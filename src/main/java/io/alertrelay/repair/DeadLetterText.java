package io.alertrelay.repair;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Dead letters, for people at a terminal. */
final class DeadLetterText extends RepairText<DeadLetter> {
    private static final int TITLE = 40;

    DeadLetterText(Colours colours, Times times) {
        super(colours, times);
    }

    @Override
    String none() {
        return "There is no such dead letter.";
    }

    @Override
    String empty() {
        return "There are no dead letters.";
    }

    @Override
    String allDecided() {
        return "No dead letter waits for a decision. With --all those that are decided are listed too.";
    }

    @Override
    String[] head() {
        return new String[] {
            "ID", times().heading("GIVEN UP"), "CHANNEL", "SEVERITY", "STATUS", "ALERT", "REASON", "CAUSE"
        };
    }

    @Override
    List<String> row(ObjectNode letter) {
        return List.of(
                text(letter, "id"),
                OneLine.of(times().show(letter.path("settled_at").asText())),
                text(letter, "channel"),
                text(letter, "severity"),
                text(letter, "status"),
                TextWidth.cut(text(letter, "title"), TITLE),
                text(letter, "reason"),
                TextWidth.cut(text(letter, "cause"), CAUSE));
    }

    @Override
    String title(DeadLetter letter) {
        return OneLine.of(letter.delivery().toString());
    }

    @Override
    void rest(DeadLetter letter, ObjectNode shown, PrintWriter out) {
        field("alert", letter.title().isEmpty() ? letter.text("alert_key") : letter.title(), out);
        field("alert key", letter.text("alert_key"), out);
        field("status", letter.text("status") + " " + letter.text("severity"), out);
        field("integration", letter.text("integration"), out);
        field("received", times().show(letter.text("received_at")), out);
        field("routed by", letter.text("why") + "; rules " + letter.text("rules"), out);
        field("given up", times().show(letter.at()) + ", " + letter.text("reason"), out);
        field("cause", letter.text("cause"), out);
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
                        out.println("    " + times().show(attempt.path("at").asText()) + "  "
                                + OneLine.of(attempt.path("answer").asText())));
        out.println("  event as it was sent:");
        event(letter.text("event")).lines().forEach(line -> out.println("    " + OneLine.whole(line)));
    }

    private static String event(String event) {
        try {
            return new ObjectMapper().readTree(event).toPrettyString();
        } catch (IOException e) {
            return event;
        }
    }
}
