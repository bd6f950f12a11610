package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.plan.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a JVM is started.
 *
 * @param bare whether nothing of this process's environment is passed on
 * @param environment set besides
 * @param options of the JVM
 */
record Launch(boolean bare, Map<String, String> environment, List<String> options) {
    /** As this process is. */
    static final Launch PLAIN = new Launch(false, Map.of(), List.of());

    /** In these surroundings, by that clock. */
    static Launch in(Surroundings surroundings, HostClock clock) {
        Launch launch = new Launch(surroundings.bare(), surroundings.environment(), surroundings.options());
        return launch.with(clock.environment());
    }

    private Launch with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Launch(bare, all, options);
    }

    void applyTo(ProcessBuilder process) {
        if (bare) {
            process.environment().clear();
        }
        process.environment().putAll(environment);
    }
}
