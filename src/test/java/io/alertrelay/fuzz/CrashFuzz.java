package io.alertrelay.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.alertrelay.fuzz.check.Violation;
import io.alertrelay.fuzz.plan.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills relays and brokers at random moments, and checks from outside that every promise was kept. */
@Command(
        name = "crash-fuzz",
        mixinStandardHelpOptions = true,
        description =
                "Kills relays and brokers at random moments under random faults of Flashduty, and checks what came "
                        + "of each alert. Exit code 1 and the history of the alert if a promise was broken.")
public final class CrashFuzz implements Callable<Integer> {
    @Option(names = "--seed", description = "Decides everything that is drawn; by default a new one.")
    private Long seed;

    @Option(names = "--round", description = "Run this round alone.")
    private Integer round;

    @Option(names = "--rounds", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--minutes", defaultValue = "600", description = "Begin no round after that time.")
    private int minutes;

    @Option(names = "--cluster", description = "Three brokers and two relays instead of one relay with its own.")
    private boolean cluster;

    @Option(
            names = "--folder",
            description = "For data and logs; by default a new one, which is kept only if a promise was broken.")
    private Path folder;

    @Option(
            names = "--without",
            split = ",",
            description = "Rules that are not judged, such as late-repeats; a name that is unknown lists them all.")
    private List<String> without = List.of();

    @Option(
            names = "--spare",
            split = ",",
            description =
                    "Disturbances that are left out: clock, crowd, lost-topic, garbage, freeze; of a cluster also "
                            + "broker-freeze, brokers-down, roll, join, cut, raise.")
    private List<String> spare = List.of();

    @Option(
            names = "--in-flight",
            defaultValue = "8",
            description = "How many requests a channel may have in flight (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(names = "--audit", description = "After each round 'relay audit' must find nothing either.")
    private boolean audit;

    @Option(names = "--keep-going", description = "Do not stop at the first round that breaks a promise.")
    private boolean keepGoing;

    /** The command; exits with 1 if a promise was broken. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashFuzz()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        quiet();
        TreeSet<String> words = new TreeSet<>(Trouble.WORDS);
        words.addAll(Trouble.CLUSTER_WORDS);
        if (!words.containsAll(spare)) {
            System.out.println("--spare: found " + spare + ", expected some of " + words);
            return 2;
        }
        Path where = folder == null
                ? Files.createTempDirectory("crash-fuzz-")
                : Files.createDirectories(folder.toAbsolutePath());
        Settings settings = new Settings(
                seed == null ? new Random().nextInt(1_000_000) : seed,
                round == null ? 1 : round,
                round == null ? rounds : 1,
                Duration.ofMinutes(minutes),
                cluster,
                where,
                without,
                spare,
                inFlight,
                audit,
                keepGoing);
        System.out.println("seed " + settings.seed() + ", data and logs in " + where);
        Fuzz fuzz = new Fuzz(settings, System.out);
        List<Violation> found = fuzz.run();
        System.out.println("total: " + fuzz.total());
        System.out.println(
                found.isEmpty()
                        ? "no promise was broken" + (without.isEmpty() ? "" : "; not judged: " + without)
                        : found.size() + " violations, see above and " + where);
        if (found.isEmpty() && folder == null) {
            delete(where);
        }
        return found.isEmpty() ? 0 : 1;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The sandbox tells of each event, and Kafka's clients of each broker that is away, as it should be here. */
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("io.alertrelay")).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.OFF);
    }
}
