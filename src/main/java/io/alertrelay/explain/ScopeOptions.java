package io.alertrelay.explain;

import io.alertrelay.cli.Times;
import io.alertrelay.reading.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say over what time a command looks. */
final class ScopeOptions {
    @Option(names = "--last", paramLabel = "AGE", description = "The webhooks of so long until now: 90m, 24h, 7d.")
    private String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The webhooks received then or later: 2026-11-22, 2026-11-22T10:00 (local),"
                    + " 2026-11-22T02:00:00Z, or an age.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "With --from: and before then.")
    private String to;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The time; wrong usage if there is none. */
    Scope scope() {
        if ((last == null) == (from == null) || last != null && to != null) {
            throw new ParameterException(
                    spec.commandLine(), "either --last is needed, or --from, perhaps with --to: over what time?");
        }
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        CommandLine line = spec.commandLine();
        return last != null
                ? new Scope(Optional.of(times.ago(line, last)), Optional.empty())
                : new Scope(times.optional(line, "--from", from), times.optional(line, "--to", to));
    }

    /** The time in words. */
    String words() {
        return last != null ? "the last " + last : "the time from " + from + (to == null ? "" : " to " + to);
    }
}
