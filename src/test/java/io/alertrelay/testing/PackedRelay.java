package io.alertrelay.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the tests run the relay, or the Kafka that it brings, in a JVM of its own: half of what a start costs is
 * compiling for speed, and a third of the rest is loading classes, which the build has archived.
 */
public final class PackedRelay {
    /** As its script starts it where there are few processors. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private PackedRelay() {}

    /**
     * What stands behind {@code java} and other options of the JVM, and before the arguments of the program. It runs
     * what the build has packed; where it has not, the classes.
     *
     * @param main the program's class: the relay's, or one of Kafka
     */
    public static List<String> program(String main) {
        List<String> options = new ArrayList<>(QUICK);
        options.addAll(Optional.ofNullable(System.getProperty("relay.jar"))
                .map(jar -> List.of(
                        "-XX:SharedArchiveFile=" + jar.replaceAll("jar$", "jsa"),
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "-cp",
                        jar))
                .orElseGet(() -> List.of("-cp", System.getProperty("java.class.path"))));
        options.add(main);
        return List.copyOf(options);
    }
}
