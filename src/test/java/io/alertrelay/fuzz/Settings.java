package io.alertrelay.fuzz;

import io.alertrelay.fuzz.world.ClusterWorld;
import io.alertrelay.fuzz.world.EmbeddedWorld;
import io.alertrelay.fuzz.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to run.
 *
 * @param folder for data, logs and the sandbox's journal; kept
 * @param without names of rules that are not judged
 * @param spare kinds of disturbances that are left out
 * @param inFlight how many requests one channel may have in flight
 * @param audit whether {@code relay audit} must agree after each round
 * @param keepGoing whether rounds go on after one that broke a rule
 */
record Settings(
        long seed,
        int firstRound,
        int rounds,
        Duration atMost,
        boolean cluster,
        Path folder,
        List<String> without,
        List<String> spare,
        int inFlight,
        boolean audit,
        boolean keepGoing) {

    World world(int sandboxPort) throws IOException, InterruptedException {
        return cluster ? new ClusterWorld(folder, sandboxPort) : new EmbeddedWorld(folder, sandboxPort);
    }
}
