package io.alertrelay.explain;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.PeriodOptions;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesFile;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.routing.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay what-if}: what would other rules have done with the webhooks that were received? */
@Command(
        name = "what-if",
        description = {
            "Compares new rules with those of the configuration, over the alerts that came in. Changes and sends nothing.",
            "",
            "  relay what-if -c relay.yaml -i arms-prod --routes new.yaml --last 24h --fail-on removed",
            "",
            "Firing alerts are compared, each as if it opened its alert: a recovery goes where its firing went."
        },
        exitCodeList = {
            "0:it is shown",
            "1:there is what --fail-on names, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration or the rules"
        })
public final class WhatIfCommand extends JsonCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private IntegrationOption integration;

    @Mixin
    private PeriodOptions time;

    @Option(
            names = "--routes",
            required = true,
            paramLabel = "FILE",
            description = "The new rules, JSON or YAML, as a configuration may name them.")
    private Path routes;

    @Option(
            names = "--fail-on",
            split = ",",
            converter = FailOn.Converter.class,
            paramLabel = "WHAT",
            description =
                    "Exit with 1 if a firing alert: removed - leaves a channel; added - comes to one; changed - either;"
                            + " default - falls to the default.")
    private List<FailOn> failOn = List.of();

    @Override
    public Integer call() throws Exception {
        Scope scope = time.required();
        RelayConfig loaded = config.rules(this);
        IntegrationSettings of = integration.of(loaded);
        if (!Files.exists(routes)) {
            throw wrong("--routes: there is no file " + routes);
        }
        RuleSet next = new RulesFile(loaded.channels()).read(routes);
        Compared compared = ask(
                loaded,
                (ledger, progress) -> new Compared(
                        ledger.reading(reader -> WebhooksBegin.within(reader, ledger.names(), scope)),
                        new PastWebhooks(ledger).whatIf(of.name(), next, scope, progress)));
        WhatIfResult result = compared.result();
        String before = of.rules().version();
        print(() -> WhatIfJson.of(of.name(), before, next.version(), result), out -> {
            out.printf("%s over %s: rules %s -> %s%n", of.name(), time.words(), before, next.version());
            compared.begin()
                    .ifPresent(begin -> out.printf(
                            "The journal begins at %s: what was received before is not kept any more.%n",
                            times().show(begin)));
            new WhatIfText(out, Colours.auto(), times()).print(result);
        });
        return failOn.stream().anyMatch(what -> what.hit(result)) ? 1 : 0;
    }

    /** @param begin since when webhooks are kept, if that is later than the period's */
    private record Compared(Optional<Instant> begin, WhatIfResult result) {}
}
