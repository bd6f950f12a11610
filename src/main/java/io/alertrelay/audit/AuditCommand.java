package io.alertrelay.audit;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.PeriodOptions;
import io.alertrelay.json.Json;
import io.alertrelay.reading.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code relay audit}: is everything that was accepted accounted for? */
@Command(
        name = "audit",
        description = {
            "Proves from the topics alone that nothing was lost.",
            "",
            "Compares what was accepted with what was routed and how each delivery ended. The relay may run or not.",
            "Without a period: all webhooks that are kept."
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

    @Mixin
    private PeriodOptions period;

    @Override
    public Integer call() throws Exception {
        Scope scope = period.scope();
        AuditReport report = ask(config.topics(this), (ledger, progress) -> AuditRun.of(ledger, scope, progress));
        print(() -> Json.of(report), out -> new AuditText(Colours.auto(), times()).print(report, out));
        return report.clean() ? 0 : 1;
    }
}
