package io.alertrelay.cli;

import io.alertrelay.reading.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that limit a command to a period; without them it covers everything that is kept. */
public final class PeriodOptions {
    @Option(names = "--last", paramLabel = "AGE", description = "Only the last AGE, such as 90m, 24h or 7d.")
    private String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only those received then or later: 2026-11-22, 2026-11-22T10:00 (local),"
                    + " 2026-11-22T02:00:00Z, or an age.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only those of before then.")
    private String to;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Whether any of its options is given. */
    public boolean isGiven() {
        return last != null || from != null || to != null;
    }

    /** The period; wrong usage if it can't be determined. */
    public Scope scope() {
        if (last != null && (from != null || to != null)) {
            throw new ParameterException(spec.commandLine(), "--last goes without --from and --to");
        }
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        CommandLine line = spec.commandLine();
        return last != null
                ? new Scope(Optional.of(times.ago(line, last)), Optional.empty())
                : times.period(line, from, to);
    }

    /** Whether the beginning of the period is given. */
    public boolean hasBegin() {
        return last != null || from != null;
    }

    /** The period; wrong usage if its beginning is not given. */
    public Scope required() {
        if (!hasBegin()) {
            throw new ParameterException(
                    spec.commandLine(), "either --last is needed, or --from, perhaps with --to: over what time?");
        }
        return scope();
    }

    /** The required period in words. */
    public String words() {
        return last != null ? "the last " + last : "the time from " + from + (to == null ? "" : " to " + to);
    }
}
