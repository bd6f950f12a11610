package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.plan.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a JVM is started.
 *
 * @param commandPrefix what is put before the command, to run it in another network
 * @param bare whether nothing of this process's environment is passed on
 * @param environment set besides
 * @param options of the JVM
 */
record Launch(List<String> commandPrefix, boolean bare, Map<String, String> environment, List<String> options) {
    /** In these surroundings, by that clock. */
    static Launch in(Surroundings surroundings, HostClock clock) {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.putAll(clock.environment());
        return new Launch(List.of(), surroundings.bare(), environment, surroundings.options());
    }

    /** As this process is, but in that network. */
    static Launch in(BrokerNetwork network) {
        return new Launch(network.commandPrefix(), false, Map.of(), List.of());
    }

    void applyTo(ProcessBuilder process) {
        if (bare) {
            process.environment().clear();
        }
        process.environment().putAll(environment);
    }
}
