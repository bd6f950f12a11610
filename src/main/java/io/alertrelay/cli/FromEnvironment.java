package io.alertrelay.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The variables that stand for options which are not given. One that is empty counts as not set. */
public final class FromEnvironment implements IDefaultValueProvider {
    private static final Map<String, String> VARIABLES = Map.of("--config", "RELAY_CONFIG", "--url", "RELAY_URL");

    private final Map<String, String> environment;

    /** @param environment the variables, by name */
    public FromEnvironment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : "";
        String value = environment.getOrDefault(VARIABLES.getOrDefault(name, ""), "");
        return value.isEmpty() ? null : value;
    }
}
