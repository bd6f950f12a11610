package io.alertrelay.repair;

import java.io.PrintWriter;

/** The last line of a command that may have been a dry run. */
final class DryRunNote {
    private DryRunNote() {}

    /** @param done whether it was done */
    static void of(PrintWriter out, int count, String noun, String verb, boolean done) {
        if (count == 0) {
            return;
        }
        String what = count + " " + noun + (count == 1 ? "" : "s");
        out.println();
        out.println(
                done
                        ? what + (count == 1 ? " is " : " are ") + verb + "."
                        : "Nothing was changed. With --yes " + what + (count == 1 ? " is " : " are ") + verb + ".");
    }
}
