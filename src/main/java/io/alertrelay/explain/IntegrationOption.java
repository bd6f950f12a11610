package io.alertrelay.explain;

import io.alertrelay.cli.NameCheck;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --integration}, which is not needed if there is only one. */
final class IntegrationOption {
    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "The integration by which the alerts come. Not needed if there is only one.")
    private String name;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean isGiven() {
        return name != null;
    }

    /** The integration; wrong usage if it can't be determined. */
    IntegrationSettings of(RelayConfig config) {
        List<IntegrationSettings> all = config.integrations();
        if (name == null && all.size() == 1) {
            return all.get(0);
        }
        List<String> names = config.integrationNames();
        if (name == null) {
            throw new ParameterException(
                    spec.commandLine(), "--integration is needed: one of " + String.join(", ", names));
        }
        NameCheck.check(spec.commandLine(), "--integration", List.of(name), names);
        return all.get(names.indexOf(name));
    }
}
