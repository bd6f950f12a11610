package io.alertrelay.cli;

import io.alertrelay.app.KeptRules;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.config.RulesYaml;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay routes show}: the rules of a version. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows the rules of a version, as a receipt names it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they are shown",
            "1:there is no such version, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class RoutesShowCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "VERSION", description = "The version, or its beginning.")
    private String version;

    @ArgGroup
    private Form form = new Form();

    @Spec
    private CommandSpec spec;

    /** One or the other. */
    private static final class Form {
        @Option(names = "--yaml", description = "As a file of rules. This is the default.")
        private boolean yaml;

        @Option(names = "--json", description = "As it is kept: with the channels and their ids of then.")
        private boolean json;
    }

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, StartException,
                    KeptRules.UnknownVersionException {
        PrintWriter err = spec.commandLine().getErr();
        KeptRuleSet kept =
                KeptRules.read(config.topics(spec.commandLine(), true), err).find(version);
        PrintWriter out = spec.commandLine().getOut();
        if (form.json) {
            out.println(KeptRuleSetJson.write(kept).toPrettyString());
        } else {
            Times times = new Times(ZoneId.systemDefault(), Instant.now());
            out.printf(
                    "# version %s, first used by %s, %s%n",
                    kept.version(), kept.integration(), times.show(kept.firstUsedAt()));
            out.print(
                    kept.content() instanceof KeptRuleSet.Content.Shared shared
                            ? new RulesYaml(Map.of()).write(shared.rules())
                            : "# a dedicated integration\nchannel: "
                                    + ((KeptRuleSet.Content.Dedicated) kept.content()).channel() + "\n");
        }
        out.flush();
        return 0;
    }
}
