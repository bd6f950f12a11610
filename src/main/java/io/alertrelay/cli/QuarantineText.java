package io.alertrelay.cli;

import io.alertrelay.ledger.Quarantined;
import io.alertrelay.observe.OneLine;
import java.io.PrintWriter;
import java.util.List;

/** What is in quarantine, for people at a terminal. */
final class QuarantineText {
    private static final int CAUSE = 100;

    private final Colours colours;
    private final Times times;

    QuarantineText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    /** One line each, and what was decided below it. */
    void list(List<Quarantined> records, PrintWriter out) {
        if (records.isEmpty()) {
            out.println("There is nothing such in quarantine.");
            return;
        }
        Table table = new Table("ID", times.heading("RECEIVED"), "INTEGRATION", "KIND", "BYTES", "CAUSE");
        records.forEach(record -> table.row(List.of(
                record.id().toString(),
                times.show(record.receivedAt()),
                OneLine.of(record.integration()),
                record.kind().word(),
                "%,d".formatted(record.bytes()),
                TextWidth.cut(OneLine.of(record.cause()), CAUSE))));
        table.print(colours, out, row -> decided(records.get(row), out));
    }

    /**
     * All of it.
     *
     * @param readable whether the body is UTF-8
     */
    void show(Quarantined record, String body, boolean readable, PrintWriter out) {
        out.println(
                colours.strong(record.id().toString()) + "  " + record.kind().word());
        decided(record, out);
        field("integration", record.integration(), out);
        field("source", record.source(), out);
        field("media type", record.mediaType(), out);
        field("received", times.show(record.receivedAt()), out);
        record.receipt().ifPresent(receipt -> field("webhook", receipt, out));
        record.index().ifPresent(index -> field("alert", String.valueOf(index), out));
        record.channel().ifPresent(channel -> field("channel", channel, out));
        field("cause", record.cause(), out);
        out.println("  body, " + "%,d".formatted(record.bytes()) + " bytes"
                + (readable ? ":" : ", not UTF-8, so some of it is shown as \ufffd:"));
        body.lines().forEach(line -> out.println("    " + SafeLine.of(line)));
    }

    private void decided(Quarantined record, PrintWriter out) {
        new ResolutionText(colours, times).below(record.resolution(), out);
    }

    private static void field(String name, String value, PrintWriter out) {
        out.println("  " + TextWidth.pad(name, 12) + OneLine.of(value));
    }
}
