package io.alertrelay.replay;

import io.alertrelay.reading.StartException;
import java.io.PrintWriter;

/**
 * Waits until a replay has ended, for as long as somebody wants to wait: that Kafka is away for a while neither ends
 * the replay nor the wait.
 *
 * @param look asks for the replay
 * @param pause between two looks
 * @param err receives what the wait is about
 * @param terminal whether the progress is shown there, in one line
 */
record ReplayWait(Look look, Pause pause, PrintWriter err, boolean terminal) {
    /** Returns the replay when it has ended. */
    ReplayEntry end() throws ReplayException, InterruptedException {
        boolean away = false;
        while (true) {
            try {
                ReplayEntry entry = look.at();
                if (away) {
                    err.println("relay: Kafka answers again");
                    away = false;
                }
                show(entry);
                if (entry.isEnded()) {
                    return entry;
                }
            } catch (StartException e) {
                if (!away) {
                    err.println((terminal ? "\n" : "") + "relay: " + e.getMessage()
                            + "; waiting until it does (Ctrl-C ends the wait, not the replay)");
                    away = true;
                }
            }
            err.flush();
            pause.once();
        }
    }

    private void show(ReplayEntry entry) {
        if (terminal) {
            err.print("\r" + ReplayText.line(entry) + "  " + (entry.isEnded() ? System.lineSeparator() : ""));
            err.flush();
        }
    }

    /** Asks for a replay. */
    @FunctionalInterface
    interface Look {
        /** @throws StartException if Kafka does not answer */
        ReplayEntry at() throws StartException, ReplayException, InterruptedException;
    }

    /** Lets some time pass. */
    @FunctionalInterface
    interface Pause {
        void once() throws InterruptedException;
    }
}
