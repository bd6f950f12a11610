package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.ConvertedRules;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesJson;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay routes export}: the rules of an integration in Flashduty's own JSON. */
@Command(
        name = "export",
        description = "Writes the rules of a shared integration as Flashduty has them: JSON, channels by id.",
        exitCodeList = {
            "0:everything was carried over",
            "1:it failed",
            "2:wrong usage, or a mistake in the configuration or the rules",
            "3:it was written, but something could not be carried over, which is listed"
        })
final class RoutesExportCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-i", "--integration"},
            required = true,
            paramLabel = "NAME",
            description = "The integration whose rules are written.")
    private String integration;

    @Override
    public Integer call() throws Exception {
        ConfigReview review = config.reviewRules();
        RulesJson json = new RulesJson(review.config().channels().stream()
                .filter(c -> c.id().isPresent())
                .collect(Collectors.toMap(ChannelSettings::name, c -> c.id().orElseThrow())));
        ConvertedRules rules = json.write(definition(review.config()));
        List<String> notes = new ArrayList<>(rules.notes());
        if (review.examples().getOrDefault(integration, 0) > 0) {
            notes.add("examples: Flashduty has none, left out");
        }
        return output.write(new ConvertedRules(rules.text(), notes), line());
    }

    private RuleSetDefinition definition(RelayConfig config) {
        List<String> shared = config.integrations().stream()
                .filter(i -> i.rules().definition().isPresent())
                .map(IntegrationSettings::name)
                .toList();
        return config.integration(integration)
                .flatMap(i -> i.rules().definition())
                .orElseThrow(() -> wrong("--integration: found \"" + integration + "\", expected one with rules"
                        + (shared.isEmpty() ? ", of which there is none" : ": " + String.join(", ", shared))));
    }
}
