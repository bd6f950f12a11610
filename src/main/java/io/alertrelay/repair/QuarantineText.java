package io.alertrelay.repair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.record.Quarantined;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The records in quarantine, for people at a terminal. */
final class QuarantineText extends RepairText<Quarantined> {
    QuarantineText(Colours colours, Times times) {
        super(colours, times);
    }

    @Override
    String none() {
        return "There is nothing such in quarantine.";
    }

    @Override
    String empty() {
        return "There is nothing in quarantine.";
    }

    @Override
    String allDecided() {
        return "Nothing in quarantine waits for a decision. With --all what is decided is listed too.";
    }

    @Override
    String[] head() {
        return new String[] {"ID", times().heading("RECEIVED"), "INTEGRATION", "KIND", "BYTES", "CAUSE"};
    }

    @Override
    List<String> row(ObjectNode record) {
        return List.of(
                text(record, "id"),
                OneLine.of(times().show(record.path("received_at").asText())),
                text(record, "integration"),
                text(record, "kind"),
                "%,d".formatted(record.path("bytes").asInt()),
                TextWidth.cut(text(record, "cause"), CAUSE));
    }

    @Override
    String title(Quarantined record) {
        return record.kind().word();
    }

    @Override
    void rest(Quarantined record, ObjectNode shown, PrintWriter out) {
        field("integration", record.integration(), out);
        field("source", record.source(), out);
        field("media type", record.mediaType(), out);
        field("received", times().show(record.receivedAt()), out);
        record.receipt().ifPresent(receipt -> field("webhook", receipt, out));
        record.index()
                .ifPresent(index -> field(
                        "alert",
                        index
                                + (record.alerts().isEmpty()
                                        ? ""
                                        : ", the first of " + record.alerts().getAsInt()),
                        out));
        record.channel().ifPresent(channel -> field("channel", channel, out));
        field("cause", record.cause(), out);
        Optional<String> base64 = Optional.ofNullable(shown.get("body_base64")).map(JsonNode::asText);
        out.println("  body, " + "%,d".formatted(record.bytes()) + " bytes"
                + (base64.isEmpty() ? ":" : ", not UTF-8, so some of it is shown as \ufffd:"));
        base64.map(body -> new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8))
                .orElseGet(() -> shown.path("body").asText())
                .lines()
                .forEach(line -> out.println("    " + OneLine.whole(line)));
    }
}
