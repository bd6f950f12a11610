package io.alertrelay.tail;

import java.io.PrintWriter;
import java.util.function.Function;

/** Where the lines of a tail go, each at once. */
final class TailOutput {
    private final PrintWriter out;
    private final FlowFilter filter;
    private final Function<FlowEvent, String> line;
    private boolean open = true;

    /** @param line how an event is written */
    TailOutput(PrintWriter out, FlowFilter filter, Function<FlowEvent, String> line) {
        this.out = out;
        this.filter = filter;
        this.line = line;
    }

    void show(FlowEvent event) {
        if (open && filter.shows(event)) {
            out.println(line.apply(event));
            out.flush();
            // Who reads from a pipe may go: then the writer, or what is behind it, has swallowed an error.
            open = !out.checkError() && !System.out.checkError();
        }
    }

    /** Whether anybody still reads, as far as the last line showed. */
    boolean isOpen() {
        return open;
    }
}
