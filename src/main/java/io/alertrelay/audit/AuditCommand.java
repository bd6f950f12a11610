package io.alertrelay.audit;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.json.Json;
import io.alertrelay.reading.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay audit}: is everything that was accepted accounted for? */
@Command(
        name = "audit",
        description = {
            "Proves from the topics alone that nothing was lost.",
            "",
            "Compares what was accepted with what was routed and how each delivery ended. The relay may run or not."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:everything is accounted for",
            "1:something is not, or the audit failed",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class AuditCommand extends JsonCommand {
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

    @Override
    public Integer call() throws Exception {
        Times times = times();
        Scope scope = times.period(line(), from, to);
        AuditReport report = ask(config.topics(this), (ledger, progress) -> AuditRun.of(ledger, scope, progress));
        print(() -> Json.of(report), out -> new AuditText(Colours.auto(), times).print(report, out));
        return report.clean() ? 0 : 1;
    }
}
