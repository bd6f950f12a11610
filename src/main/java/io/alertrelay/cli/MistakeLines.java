package io.alertrelay.cli;

import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.text.Plural;
import java.io.PrintWriter;

/** Prints the mistakes of a configuration, one a line. */
public final class MistakeLines {
    private MistakeLines() {}

    /** Prints them, and how many they are. */
    public static void print(InvalidConfigException e, PrintWriter err) {
        e.problems().forEach(err::println);
        err.println(Plural.of(e.problems().size(), "mistake") + " in the configuration");
        err.flush();
    }
}
