package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.RulesImport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code relay routes import}: the reply of Flashduty's /route/info as a file of rules. */
@Command(
        name = "import",
        description =
                "Writes the reply of Flashduty's /route/info, as it is, as a file of rules with the names of the channels.",
        exitCodeList = {
            "0:everything was carried over",
            "1:it failed",
            "2:wrong usage, or a mistake in the configuration or the rules",
            "3:it was written, but something could not be carried over, which is listed"
        })
final class RoutesImportCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "REPLY", description = "A file with the reply; - for standard input.")
    private String reply;

    @Override
    public Integer call() throws Exception {
        // Not the channels of the trial, which have no ids.
        List<ChannelSettings> channels =
                config.file().isPresent() ? config.rules().channels() : List.of();
        RulesImport rules = new RulesImport(channels);
        if (reply.equals("-")) {
            String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            return output.write(rules.read(text, "standard input"), line());
        }
        if (!Files.exists(Path.of(reply))) {
            throw wrong("REPLY: there is no file " + reply);
        }
        return output.write(rules.read(Path.of(reply)), line());
    }
}
