package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.RulesYaml;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.RecordJson;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay routes show}: the rules of a version. */
@Command(
        name = "show",
        description = "Shows the rules of a version, as a receipt names it.",
        exitCodeList = {
            "0:they are shown",
            "1:there is no such version, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class RoutesShowCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "VERSION", description = "The version, or its beginning.")
    private String version;

    @ArgGroup
    private Form form = new Form();

    /** The format; only one may be given. */
    private static final class Form {
        @Option(names = "--yaml", description = "As a file of rules. This is the default.")
        private boolean yaml;

        @Option(names = "--json", description = "As it is kept: with the channels and their ids of that time.")
        private boolean json;
    }

    /** The output is a file, or is compared by a program. */
    @Override
    public boolean isData() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        KeptRuleSet kept = KeptRules.read(config.topics(this), err(), version).find(version);
        if (form.json) {
            out().println(RecordJson.tree(kept).toPrettyString());
        } else {
            out().printf(
                            "# version %s, first used by %s, %s%n",
                            kept.version(), kept.integration(), times().show(kept.firstUsedAt()));
            out().print(kept.routes()
                    .map(new RulesYaml(Map.of())::write)
                    .orElseGet(() -> "# a dedicated integration\nchannel: "
                            + kept.channel().orElseThrow() + "\n"));
        }
        out().flush();
        return 0;
    }
}
