package io.alertrelay.bench;

import io.alertrelay.bench.StandstillRun.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long delivery stands still after each fault. Run it with {@code src/test/bench/standstill.sh}. */
@Command(
        name = "standstill",
        mixinStandardHelpOptions = true,
        description = "Runs a cluster of three brokers and two relays under even traffic, does each fault to it some "
                + "times, and measures for how long nothing was accepted and nothing delivered, of the integration that "
                + "waited longest. Prints a table of medians, with the longest in brackets. Exit code 1 if delivery stood "
                + "still for longer than is wanted, or a fault could not be measured.")
public final class Standstill implements Callable<Integer> {
    private static final int INTEGRATIONS = 6;

    @Option(names = "--runs", defaultValue = "1", description = "Of each fault (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--faults", split = ",", description = "Which (default: all): ${COMPLETION-CANDIDATES}.")
    private List<ClusterFault> faults = List.of(ClusterFault.values());

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "Begin no fault after that time (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--folder", description = "Where data and logs are kept (default: a temporary one, deleted after).")
    private Path kept;

    /** The command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Standstill()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (runs < 1) {
            System.err.printf("found --runs %d, expected 1 at least%n", runs);
            return CommandLine.ExitCode.USAGE;
        }
        if (kept != null) {
            return measure(Files.createDirectories(kept).toAbsolutePath());
        }
        try (TempFolder folder = new TempFolder("standstill-")) {
            return measure(folder.path());
        }
    }

    /** 0 if all is as wanted. */
    private int measure(Path folder) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        boolean complete = true;
        List<String> integrations = IntStream.rangeClosed(1, INTEGRATIONS)
                .mapToObj(n -> "standstill-key-" + n)
                .toList();
        Path config = Files.writeString(folder.resolve("standstill.yaml"), yaml(integrations));
        Map<ClusterFault, List<Interruption>> interruptions = new EnumMap<>(ClusterFault.class);
        try (LoopbackCluster cluster = new LoopbackCluster(folder, config, true);
                SteadyTraffic traffic = new SteadyTraffic(
                        IntStream.rangeClosed(1, LoopbackCluster.RELAYS)
                                .mapToObj(cluster::relay)
                                .toList(),
                        integrations)) {
            StandstillRun run = new StandstillRun(cluster, traffic, integrations);
            traffic.start();
            run.warmUp();
            for (int n = 0; n < runs; n++) {
                for (ClusterFault fault : faults) {
                    try {
                        if (System.nanoTime() > end) {
                            throw new IOException("there was no time left for it");
                        }
                        Interruption measured = run.measure(fault, n);
                        System.out.println(fault + ": " + measured);
                        interruptions
                                .computeIfAbsent(fault, f -> new ArrayList<>())
                                .add(measured);
                    } catch (IOException | RuntimeException e) {
                        // The others are measured all the same.
                        System.out.println(fault + " could not be measured: " + e);
                        complete = false;
                    }
                }
            }
        }
        System.out.print(table(interruptions));
        List<ClusterFault> missed = interruptions.keySet().stream()
                .filter(fault -> missed(fault, interruptions.get(fault)))
                .toList();
        if (!missed.isEmpty()) {
            System.out.println("longer than wanted: " + missed);
        }
        return complete && missed.isEmpty() ? 0 : 1;
    }

    private static boolean missed(ClusterFault fault, List<Interruption> measured) {
        return fault.wanted()
                .filter(wanted -> median(measured.stream()
                                .map(Interruption::deliveringMillis)
                                .toList())
                        >= wanted.toMillis())
                .isPresent();
    }

    private static String table(Map<ClusterFault, List<Interruption>> interruptions) {
        return """

                | fault | nothing accepted | not accepted | nothing delivered | wanted | WARN and ERROR lines |
                |---|---|---|---|---|---|
                """
                + interruptions.entrySet().stream()
                        .map(each -> "| %s | %s | %s | %s | %s | %s |%n"
                                .formatted(
                                        each.getKey().description(),
                                        seconds(each.getValue().stream()
                                                .map(Interruption::acceptingMillis)
                                                .toList()),
                                        numbers(each.getValue().stream()
                                                .map(Interruption::notAccepted)
                                                .toList()),
                                        seconds(each.getValue().stream()
                                                .map(Interruption::deliveringMillis)
                                                .toList()),
                                        each.getKey()
                                                .wanted()
                                                .map(wanted -> "< " + wanted.toSeconds() + " s")
                                                .orElse(""),
                                        numbers(each.getValue().stream()
                                                .map(Interruption::warnings)
                                                .toList())))
                        .collect(Collectors.joining());
    }

    private static String seconds(List<Long> millis) {
        return "%.1f s (%.1f s)".formatted(median(millis) / 1000.0, longest(millis) / 1000.0);
    }

    private static String numbers(List<Long> numbers) {
        return "%d (%d)".formatted(median(numbers), longest(numbers));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static long longest(List<Long> values) {
        return values.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private static String yaml(List<String> integrations) {
        return """
                kafka: { brokers: "${CLUSTER_BROKERS}" }
                server: { host: 127.0.0.1, port: "${RELAY_PORT}" }
                management: { port: "${RELAY_MANAGEMENT_PORT}" }
                integrations:
                %s
                channels:
                %s
                flashduty: { account_rate: 60000/min }
                """.formatted(
                        integrations.stream()
                                .map(key -> "  - { name: of-%s, key: %s, channel: to-%s }".formatted(key, key, key))
                                .collect(Collectors.joining("\n")),
                        integrations.stream()
                                .map(key ->
                                        "  - { name: to-%s, rate: 6000/min, push_url: \"http://127.0.0.1:${SANDBOX_PORT}%s%s\" }"
                                                .formatted(key, "/event/push/alert/standard?integration_key=", key))
                                .collect(Collectors.joining("\n")));
    }
}
