package io.alertrelay.cli;

import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code relay check}: is the configuration in order, rules included? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Checks a configuration and the routes that it names, and lists every mistake.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in order", "1:the check itself failed", "2:it has mistakes"})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            RelayConfig loaded = config.load();
            out.printf(
                    "%s is in order: %d integrations, %d channels%n",
                    config.file().map(Object::toString).orElse("the trial configuration"),
                    loaded.integrations().size(),
                    loaded.channels().size());
            loaded.integrations()
                    .forEach(i ->
                            out.printf("  %s: rules %s%n", i.name(), i.rules().version()));
            out.flush();
            return 0;
        } catch (InvalidConfigException e) {
            Problems.print(e, spec.commandLine().getErr());
            return 2;
        }
    }
}
