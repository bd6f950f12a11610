package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The base of all commands: help, output, wrong usage and failures. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, exitCodeListHeading = "%nExit codes:%n")
public abstract class RelayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /**
     * Executes the command, and returns the exit code. An exception is printed in one line, exit code 1; an invalid
     * configuration has 2.
     */
    @Override
    public abstract Integer call() throws Exception;

    /** Whether the output is for a program: then everything else is printed to stderr. */
    public boolean isData() {
        return false;
    }

    /** The command line that it was called by, for wrong usage. */
    public final CommandLine line() {
        return spec.commandLine();
    }

    /** For the result. */
    public final PrintWriter out() {
        return line().getOut();
    }

    /** For whatever else there is to say, so that the result can be piped. */
    public final PrintWriter err() {
        return line().getErr();
    }

    /** The time of day. */
    public final Clock clock() {
        return Clock.systemUTC();
    }

    /** Writes and reads times as people do; for one output. */
    public final Times times() {
        return new Times(ZoneId.systemDefault(), clock().instant());
    }

    /** Prints JSON, or text for people. */
    public final void print(Supplier<JsonNode> data, Consumer<PrintWriter> text) {
        if (isData()) {
            out().println(data.get().toPrettyString());
        } else {
            text.accept(out());
        }
        out().flush();
    }

    /** Prints a line for people. */
    public final void printLine(String text) {
        out().println(text);
        out().flush();
    }

    /** Prints why it failed; returns the exit code. */
    public final int failed(String why) {
        err().println("relay: " + why);
        return 1;
    }

    /** Wrong usage. */
    public final ParameterException wrong(String message) {
        return new ParameterException(line(), message);
    }

    /** Reads the topics of a relay, and shows the progress on a terminal. */
    public final <T, E extends Exception> T ask(RelayConfig config, TopicQuestion<T, E> question)
            throws E, StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err()::println);
                AuditProgressLine line = AuditProgressLine.on(err())) {
            return question.ask(ledger, line);
        }
    }

    /** What is read from the topics. */
    @FunctionalInterface
    public interface TopicQuestion<T, E extends Exception> {
        T ask(Ledger ledger, AuditProgress progress) throws E, StartException, InterruptedException;
    }
}
