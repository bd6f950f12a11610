package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.PlannedRules;
import io.alertrelay.fuzz.plan.RuleCase;
import io.alertrelay.fuzz.plan.RulePlan;
import io.alertrelay.fuzz.plan.Timing;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the configuration of a relay. */
final class FuzzConfig {
    private FuzzConfig() {}

    static String yaml(String kafka, int port, int managementPort, int sandboxPort, RulePlan plan) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("kafka: ").append(kafka).append('\n');
        yaml.append("server: { host: 127.0.0.1, port: %d }\n".formatted(port));
        yaml.append("management: { port: %d }\n".formatted(managementPort));
        yaml.append("integrations:\n");
        plan.byIntegration().forEach((name, rules) -> {
            yaml.append("  - name: %s\n    key: %s\n".formatted(name, Names.integrationKey(name)));
            yaml.append(integration(rules, name.equals(Names.ALSO_LIVE_TO_REPLAYS)));
        });
        yaml.append("channels:\n");
        for (String channel : Names.all()) {
            yaml.append(
                    ("  - { name: \"%s\", push_url: \"http://127.0.0.1:%d/event/push/alert/standard?integration_key=%s\","
                                    + " rate: 60000/min, timeout: %dms, max_age: 30d, collapse: %s }\n")
                            .formatted(
                                    channel,
                                    sandboxPort,
                                    Names.pushKey(channel),
                                    Timing.PUSH_TIMEOUT.toMillis(),
                                    channel.equals(Names.COLLAPSING) ? "resolved-pairs" : "reminders"));
        }
        return yaml.append("flashduty: { account_rate: 600000/min }\n").toString();
    }

    private static String integration(PlannedRules rules, boolean alsoToReplays) {
        if (rules.cases().isEmpty()) {
            return "    channel: \"%s\"\n".formatted(rules.otherwise().first());
        }
        return "    routes:\n      cases:\n"
                + rules.cases().stream().map(FuzzConfig::ruleCase).collect(Collectors.joining())
                + "      default: { channels: %s }\n".formatted(list(defaults(rules, alsoToReplays)));
    }

    private static Collection<String> defaults(PlannedRules rules, boolean alsoToReplays) {
        return Stream.concat(rules.otherwise().stream(), alsoToReplays ? Stream.of(Names.REPLAYS) : Stream.empty())
                .toList();
    }

    private static String ruleCase(RuleCase each) {
        String teams =
                each.teams().isEmpty() ? "" : "{ key: labels.team, oper: IN, vals: %s }".formatted(list(each.teams()));
        String severities = each.severities().isEmpty()
                ? ""
                : "{ key: severity, oper: IN, vals: %s }".formatted(list(each.severities()));
        String conditions = teams + (teams.isEmpty() || severities.isEmpty() ? "" : ", ") + severities;
        return "        - { if: [%s], channels: %s, fallthrough: %s }\n"
                .formatted(conditions, list(each.channels()), each.fallthrough());
    }

    private static String list(Collection<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(", ", "[", "]"));
    }
}
