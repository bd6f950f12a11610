package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.PeriodOptions;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.RelayConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The options that select dead letters, or records in quarantine. */
abstract class RepairOptions {
    @Mixin
    private PeriodOptions period;

    /** The given values, by the name of the filter. */
    abstract Map<String, String> traits();

    /** A part of the cause; empty if it is not given. */
    abstract Optional<String> cause();

    /** Examples of the options, for people. */
    abstract String examples();

    /** Whether any of them is given. */
    final boolean isGiven() {
        return period.isGiven() || !traits().isEmpty() || cause().isPresent();
    }

    /** @param resolvedToo whether resolved ones are included */
    final RepairFilter filter(boolean resolvedToo) {
        return new RepairFilter(traits(), cause(), period.scope(), resolvedToo);
    }

    /** Wrong usage if a given channel or integration does not exist. */
    final void check(ConfigOption config, RelayCommand command, RelayConfig loaded) {
        config.checkNames(command, loaded, traits().get("channel"), traits().get("integration"));
    }

    /** @param namesAndValues a value is null if the option is not given */
    static Map<String, String> given(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                given.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return given;
    }
}
