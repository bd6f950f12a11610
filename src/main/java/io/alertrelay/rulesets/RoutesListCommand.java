package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesInUse;
import io.alertrelay.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code relay routes list}: the versions of rules that were ever in use. */
@Command(
        name = "list",
        description =
                "Lists each version of the rules that was ever in use, when and by what it was first used, and where the"
                        + " configuration has it now.",
        exitCodeList = {"0:they are listed", "1:Kafka can't be read", "2:wrong usage, or a mistake in the configuration"
        })
final class RoutesListCommand extends JsonCommand {
    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        RelayConfig loaded = config.topics(this);
        List<KeptVersion> all = KeptRules.read(loaded, err()).all();
        print(() -> Json.tree(versions(all, loaded)), out -> print(all, loaded, out));
        return 0;
    }

    private void print(List<KeptVersion> all, RelayConfig loaded, PrintWriter out) {
        Times times = times();
        if (all.isEmpty()) {
            out.println("no rules are kept yet: a relay keeps them when it starts");
        }
        for (KeptVersion kept : all) {
            List<String> now = RulesInUse.by(loaded, kept.version());
            out.printf(
                    "%s  first used %s by %s, %s%s%n",
                    kept.version(),
                    times.show(kept.firstUsedAt()),
                    kept.integration(),
                    kept.cases()
                            .map(cases -> cases + " cases")
                            .orElseGet(() -> "dedicated to " + kept.channel().orElseThrow()),
                    now.isEmpty() ? "" : "  (now: " + String.join(", ", now) + ")");
        }
    }

    private static List<Version> versions(List<KeptVersion> all, RelayConfig loaded) {
        return all.stream()
                .map(kept -> new Version(
                        kept.version(), kept.integration(), kept.firstUsedAt(), RulesInUse.by(loaded, kept.version())))
                .toList();
    }

    private record Version(String version, String integration, Instant firstUsedAt, List<String> now) {}
}
