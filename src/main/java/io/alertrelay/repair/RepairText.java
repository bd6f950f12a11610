package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ResolutionText;
import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.record.Repairable;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.List;

/** Dead letters, or records in quarantine, for people at a terminal. */
abstract class RepairText<T extends Repairable<T>> {
    static final int CAUSE = 100;

    private final Colours colours;
    private final Times times;

    RepairText(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    final Times times() {
        return times;
    }

    /** The text if there are none of those that were asked for. */
    abstract String none();

    /** The text if there are none at all. */
    abstract String empty();

    /** The text if there are none about which nobody has decided. */
    abstract String allDecided();

    abstract String[] head();

    /** @param one as its {@code summary} */
    abstract List<String> row(ObjectNode one);

    /** The first line, after the id. */
    abstract String title(T one);

    /** Prints everything else. */
    abstract void rest(T one, ObjectNode shown, PrintWriter out);

    /**
     * Prints one line each, and the resolution below it.
     *
     * @param all their summaries
     * @param older how many there are beside these
     */
    final void list(List<ObjectNode> all, long older, PrintWriter out) {
        if (all.isEmpty()) {
            out.println(none());
            return;
        }
        Table table = new Table(head());
        all.forEach(one -> table.row(row(one)));
        table.print(colours, out, row -> {
            if (all.get(row).has("resolution")) {
                out.println("    "
                        + new ResolutionText(colours, times).of(all.get(row).path("resolution")));
            }
        });
        if (older > 0) {
            out.printf("… and %,d older%n", older);
        }
    }

    /** Prints everything about one. */
    final void show(T one, ObjectNode shown, PrintWriter out) {
        out.println(colours.strong(one.name()) + "  " + title(one));
        new ResolutionText(colours, times).below(one.resolution(), out);
        rest(one, shown, out);
    }

    /** A field in one line. */
    static String text(ObjectNode one, String field) {
        return OneLine.of(one.path(field).asText());
    }

    static void field(String name, String value, PrintWriter out) {
        out.println("  " + TextWidth.pad(name, 12) + OneLine.of(value));
    }

    /**
     * Prints the last line of a command that may have been a dry run.
     *
     * @param done whether it was executed
     */
    static void note(PrintWriter out, int count, String noun, String verb, boolean done) {
        if (count == 0) {
            return;
        }
        String what = Plural.of(count, noun) + (count == 1 ? " is " : " are ") + verb;
        out.println();
        out.println(done ? what + "." : "Nothing was changed. With --yes " + what + ".");
    }
}
