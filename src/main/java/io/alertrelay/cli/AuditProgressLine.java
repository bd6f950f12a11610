package io.alertrelay.cli;

import io.alertrelay.app.AuditProgress;
import java.io.PrintWriter;

/** Shows on a terminal how far a look through the topics is, in one line that is written over. */
final class AuditProgressLine implements AuditProgress {
    private static final int EVERY = 5_000;
    private static final int BAR = 20;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;

    AuditProgressLine(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void read(String topic, long read, long total) {
        if (read % EVERY == 0) {
            int done = (int) (BAR * read / Math.max(read, total));
            String bar = "█".repeat(done) + "░".repeat(BAR - done);
            err.print(CLEAR + "%s %s: %,d of %,d".formatted(bar, topic, read, total));
            err.flush();
        }
    }

    /** Nothing is left of it on the screen. */
    void clear() {
        err.print(CLEAR);
        err.flush();
    }
}
