package io.alertrelay.bench;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.testing.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long the commands take that go through all that is stored, each in a process of its own as {@code ./relay} starts
 * it. The broker is in this JVM.
 */
public final class MillionBenchmark {
    private static final int RUNS = 3;
    /** More than the day that is written, however long that takes. */
    private static final String PERIOD = "30h";

    private final Path folder;
    private boolean missed;

    private MillionBenchmark(Path folder) {
        this.folder = folder;
    }

    /** @param args how many alerts; 1,000,000 if it is not said */
    public static void main(String[] args) throws Exception {
        int alerts = args.length < 1 ? 1_000_000 : Integer.parseInt(args[0]);
        List<String> channels =
                IntStream.range(0, 8).mapToObj("team-%03d"::formatted).toList();
        TopicNames names = new TopicNames(SharedBroker.newPrefix());
        ConsoleBenchmark.write(names, channels, new DayOfAlerts(names, channels, alerts, Instant.now()));
        Path folder = Files.createTempDirectory("million");
        // Nothing is sent.
        Path config = Files.writeString(folder.resolve("relay.yaml"), ConsoleBenchmark.yaml(names, channels, 9));
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                cases:
                  - { if: [{ key: labels.team, oper: IN, vals: [team-001, team-003] }], channels: [team-002] }
                default: { channels: [team-000] }
                """);
        MillionBenchmark benchmark = new MillionBenchmark(folder);
        System.out.printf(
                "| over %,d alerts | seconds: median (least to most) | goal | |%n|---|---|---|---|%n", alerts);
        benchmark.measure(
                10,
                "what-if",
                "--config",
                config.toString(),
                "--integration",
                "arms-shared",
                "--routes",
                rules.toString(),
                "--last",
                PERIOD);
        benchmark.measure(20, "audit", "--config", config.toString(), "--from", PERIOD);
        benchmark.measure(20, "replay", "--config", config.toString(), "--last", PERIOD);
        System.exit(benchmark.missed ? 1 : 0);
    }

    private void measure(int goal, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("./relay"));
        whole.addAll(List.of(command));
        Path output = folder.resolve(command[0] + ".log");
        double[] seconds = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long begin = System.nanoTime();
            int code = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
            if (code != 0) {
                throw new IllegalStateException(
                        String.join(" ", whole) + " ended with " + code + ":\n" + Files.readString(output));
            }
        }
        Arrays.sort(seconds);
        boolean met = seconds[RUNS / 2] <= goal;
        missed |= !met;
        System.out.printf(
                "| `relay %s` | %.1f (%.1f to %.1f) | at most %d | %s |%n",
                command[0], seconds[RUNS / 2], seconds[0], seconds[RUNS - 1], goal, met ? "met" : "**missed**");
    }
}
