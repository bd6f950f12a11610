package io.alertrelay.cli;

import io.alertrelay.config.InvalidConfigException;
import java.io.PrintWriter;

/** Prints the mistakes of a configuration, one a line. */
public final class ProblemLines {
    private ProblemLines() {}

    public static void print(InvalidConfigException e, PrintWriter err) {
        e.problems().forEach(err::println);
        int count = e.problems().size();
        err.println(count == 1 ? "1 mistake in the configuration" : count + " mistakes in the configuration");
        err.flush();
    }
}
