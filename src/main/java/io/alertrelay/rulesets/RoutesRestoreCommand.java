package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesFile;
import io.alertrelay.config.RulesYaml;
import io.alertrelay.record.KeptRuleSet;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay routes restore}: the rules of a version as a file, to be used again. */
@Command(
        name = "restore",
        description = {
            "Writes the rules of a version as a file of rules.",
            "",
            "It takes effect when the configuration names it. Says if that would no longer be the same version."
        },
        exitCodeList = {
            "0:it is written, and with the current channels it is that version",
            "1:there is no such version, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration",
            "3:it is written, but does not fit the current channels: a message says so"
        })
final class RoutesRestoreCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "VERSION", description = "The version, or its beginning.")
    private String version;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    private Path file;

    @Option(names = "--force", description = "Replaces the file, if there is one.")
    private boolean force;

    /** The output is a file, or is compared by a program. */
    @Override
    public boolean isData() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        RelayConfig loaded = config.topics(this);
        OutputFile.check(file, force, line());
        KeptRuleSet kept = KeptRules.read(loaded, err(), version).find(version);
        String yaml = kept.routes()
                .map(new RulesYaml(Map.of())::write)
                .orElseThrow(() -> wrong("VERSION: " + kept.version() + " has no rules: the integration had channel: "
                        + kept.channel().orElseThrow()));
        OutputFile.write(file, yaml);
        return report(kept, yaml, loaded);
    }

    private int report(KeptRuleSet kept, String yaml, RelayConfig loaded) {
        printLine(file + " has the rules of version " + kept.version());
        try {
            String now =
                    new RulesFile(loaded.channels()).read(yaml, file.toString()).version();
            if (now.equals(kept.version())) {
                return 0;
            }
            err().println("with the current channels it is version " + now);
        } catch (InvalidConfigException e) {
            err().println("the channels are not those of that time:");
            e.problems().forEach(err()::println);
        }
        err().flush();
        return 3;
    }
}
