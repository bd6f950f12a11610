package io.alertrelay.replay;

import io.alertrelay.reading.StartException;
import io.alertrelay.record.ReplayState;
import io.alertrelay.text.OneLine;
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
    private static final String CLEAR = "\r\u001b[K";

    /** Returns the replay when it has ended. */
    ReplayEntry end() throws ReplayException, InterruptedException {
        boolean away = false;
        String said = "";
        while (true) {
            try {
                ReplayEntry entry = look.at();
                if (away) {
                    err.println("relay: Kafka answers again");
                    away = false;
                }
                said = say(entry, said);
                show(entry);
                if (isOver(entry)) {
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

    /**
     * Says why it waits, once; why it failed is said with how it ended.
     *
     * @param before what was said last
     */
    private String say(ReplayEntry entry, String before) {
        String message = entry.progress().message();
        if (!message.isEmpty() && !message.equals(before) && !isOver(entry)) {
            err.println(
                    (terminal ? CLEAR : "") + "relay: replay " + entry.order().id() + ": " + OneLine.of(message));
        }
        return message;
    }

    /** One that was cancelled sends nothing more, even if no relay runs that could record its end. */
    private static boolean isOver(ReplayEntry entry) {
        return entry.state() instanceof ReplayState.Ended;
    }

    private void show(ReplayEntry entry) {
        if (terminal) {
            err.print(CLEAR + ReplayText.counts(entry) + (isOver(entry) ? System.lineSeparator() : ""));
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
