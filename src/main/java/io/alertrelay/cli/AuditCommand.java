package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.ledger.AuditJson;
import io.alertrelay.ledger.AuditReport;
import io.alertrelay.ledger.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay audit}: is everything that was accepted accounted for? */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Proves from the topics alone that nothing was lost.",
            "",
            "Compares what was accepted with what was routed and how each delivery ended. The relay may run or not."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is accounted for",
            "1:something is not, or the audit failed",
            "2:wrong usage, or a mistake in the configuration"
        })
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only webhooks received then or later: 2026-11-22, 2026-11-22T10:00 (local),"
                    + " 2026-11-22T02:00:00Z, or an age such as 24h. Without it: all that are kept.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only webhooks received before then.")
    private String to;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        PrintWriter err = spec.commandLine().getErr();
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        Scope scope = new Scope(
                Optional.ofNullable(from).map(text -> times.option(spec, "--from", text)),
                Optional.ofNullable(to).map(text -> times.option(spec, "--to", text)));
        AuditReport report = TopicLook.at(
                config.topics(spec.commandLine(), json), err, (ledger, progress) -> ledger.audit(scope, progress));
        print(report, times);
        return report.clean() ? 0 : 1;
    }

    private void print(AuditReport report, Times times) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AuditJson.of(report).toPrettyString());
        } else {
            new AuditText(Colours.auto(), times).print(report, out);
        }
        out.flush();
    }
}
