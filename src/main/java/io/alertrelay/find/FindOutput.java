package io.alertrelay.find;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Prints what {@code relay find} finds, each alert at once; anything else goes to stderr. */
final class FindOutput {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean terminal = Ansi.AUTO.enabled();
    private final FoundText text;
    private long shown;
    private boolean begun;
    private Runnable first = () -> {};
    private boolean progress;
    private boolean open = true;

    FindOutput(CommandLine line, boolean json, Times times) {
        this.out = line.getOut();
        this.err = line.getErr();
        this.json = json;
        this.text = new FoundText(Colours.auto(), times);
    }

    /** Sets what is run before the first line of the answer. */
    void first(Runnable heading) {
        first = heading;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Prints a line of the answer; false if nobody reads any more. */
    boolean show(JsonNode line) {
        if (!begun) {
            begun = true;
            first.run();
        }
        switch (line.path("what").asText()) {
            case "alert" -> alert(line);
            case "progress" -> progress(line);
            default -> over(line);
        }
        return open;
    }

    /** The exit code. */
    int end() {
        return shown > 0 ? 0 : 1;
    }

    private void alert(JsonNode alert) {
        clear();
        shown++;
        if (json) {
            out.println(alert);
        } else {
            text.alert(alert).forEach(out::println);
        }
        out.flush();
        // The reader of a pipe may be gone: then the writer, or what is behind it, has swallowed an error.
        open = !out.checkError() && !System.out.checkError();
    }

    private void progress(JsonNode line) {
        String how = text.progress(line);
        err.print(terminal ? CLEAR + how : how + System.lineSeparator());
        err.flush();
        progress = true;
    }

    private void over(JsonNode end) {
        clear();
        if (json) {
            out.println(end);
            out.flush();
        } else {
            err.println(text.end(end));
        }
    }

    private void clear() {
        if (progress && terminal) {
            err.print(CLEAR);
            err.flush();
        }
        progress = false;
    }
}
