package io.alertrelay.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon the Criticals of a storm are delivered. Run it with {@code src/test/bench/storm.sh}. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        description = "Posts 10,000 alerts at once to a whole relay, 1 % of them Critical, and measures when the last "
                + "Critical is delivered: alone, in the storm, and in strict order of arrival. Exit code 1 if that takes "
                + "the storm more than 1.2 times what the limit needs for the Criticals.")
public final class Storm implements Callable<Integer> {
    @Option(names = "--alerts", defaultValue = "10000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int alerts;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Of the channel, a minute (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--scale",
            defaultValue = "4",
            description = "Strict order of arrival is measured at that many times the rate, and its time multiplied by "
                    + "it; 1 waits it out, ten minutes (default: ${DEFAULT-VALUE}).")
    private int scale;

    @Option(
            names = "--warm-up",
            defaultValue = "10000",
            description =
                    "So many alerts go through the relay first, on a channel of their own, because a JVM that just "
                            + "started is busy compiling (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    /** The command; exits with 1 if the storm makes the Criticals too late. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Storm()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (alerts < StormBodies.EVERY || rate < 1 || scale < 1 || warmUp < StormBodies.EVERY) {
            System.err.printf(
                    "found --alerts %d --rate %d --scale %d --warm-up %d, expected at least %d, 1, 1 and %5$d%n",
                    alerts, rate, scale, warmUp, StormBodies.EVERY);
            return CommandLine.ExitCode.USAGE;
        }
        int marked = StormBodies.marked(alerts);
        System.out.printf(
                "%d alerts, %d of them marked, channels of %d/min; a channel for each run, after %d alerts to warm up%n",
                alerts, marked, rate, warmUp);
        Map<String, Integer> rates = Map.of("warm-up", 100_000, "alone", rate, "storm", rate, "arrival", rate * scale);
        try (TempFolder folder = new TempFolder("storm-")) {
            LogFile.at(folder.path().resolve("relay.log"));
            return measure(folder, rates, marked);
        }
    }

    private int measure(TempFolder folder, Map<String, Integer> rates, int marked) throws Exception {
        try (StormRelay relay = new StormRelay(folder.path(), rates)) {
            relay.untilArrived("warm-up", StormBodies.storm(warmUp, "info"), StormBodies.marked(warmUp));
            Duration alone = relay.untilArrived("alone", StormBodies.markedAlone(alerts), marked);
            Duration storm = relay.untilArrived("storm", StormBodies.storm(alerts, "critical"), marked);
            Duration arrival = relay.untilArrived("arrival", StormBodies.storm(alerts, "info"), marked);
            Duration limit = Duration.ofMinutes(1).multipliedBy(marked).dividedBy(rate);
            StormTimes times = new StormTimes(limit, alone, storm, arrival, scale);
            System.out.print(times.table(marked));
            return times.kept() ? 0 : 1;
        }
    }
}
