package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.app.KeptRules;
import io.alertrelay.app.StartException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay routes list}: the versions of rules that were ever in use. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists each version of the rules that was ever in use, and where the configuration has it now.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:they are listed", "1:Kafka can't be read", "2:wrong usage, or a mistake in the configuration"
        })
final class RoutesListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        PrintWriter err = spec.commandLine().getErr();
        RelayConfig loaded = config.topics(spec.commandLine(), json);
        List<KeptRuleSet> all = KeptRules.read(loaded, err).all();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(all, loaded).toPrettyString());
        } else {
            print(all, loaded, out);
        }
        out.flush();
        return 0;
    }

    private static void print(List<KeptRuleSet> all, RelayConfig loaded, PrintWriter out) {
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        if (all.isEmpty()) {
            out.println("no rules are kept yet: a relay keeps them when it starts");
        }
        for (KeptRuleSet kept : all) {
            List<String> now = now(kept, loaded);
            out.printf(
                    "%s  since %s  %s, %s%s%n",
                    kept.version(),
                    times.show(kept.firstUsedAt()),
                    kept.integration(),
                    kept.content() instanceof KeptRuleSet.Content.Shared shared
                            ? shared.rules().cases().size() + " cases"
                            : "dedicated to " + ((KeptRuleSet.Content.Dedicated) kept.content()).channel(),
                    now.isEmpty() ? "" : "  (now: " + String.join(", ", now) + ")");
        }
    }

    private static ArrayNode json(List<KeptRuleSet> all, RelayConfig loaded) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (KeptRuleSet kept : all) {
            ArrayNode now = list.addObject()
                    .put("version", kept.version())
                    .put("integration", kept.integration())
                    .put("first_used_at", kept.firstUsedAt().toString())
                    .putArray("now");
            now(kept, loaded).forEach(now::add);
        }
        return list;
    }

    /** The integrations of the configuration that have just these rules. */
    private static List<String> now(KeptRuleSet kept, RelayConfig loaded) {
        return loaded.integrations().stream()
                .filter(i -> i.rules().version().equals(kept.version()))
                .map(IntegrationSettings::name)
                .toList();
    }
}
