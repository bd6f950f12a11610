package io.alertrelay.bench;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long alerts take from the door to Flashduty. Run it with {@code src/test/bench/flow.sh}. */
@Command(
        name = "flow",
        mixinStandardHelpOptions = true,
        description =
                "Posts alerts at even rates to a relay and to its bare parts (HTTP, a flushing Kafka broker, HTTP) in "
                        + "turn, and prints how long each took from when its post was due until it arrived at the target, and "
                        + "the CPU that it cost. Everything runs on this machine, and shares it.")
public final class Flow implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "flow-key";

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "20,200,1000",
            description = "Alerts a second, one after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "5000",
            description = "Alerts before that, at 500 a second; 0 measures a cold start (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Of each contender, in turn (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--jvm",
            description = "Options of the relay's JVM, such as -XX:StartFlightRecording=filename=/tmp/flow.jfr.")
    private List<String> jvm = List.of();

    @Option(names = "--only", description = "Only this contender, parts or relay; there are no ratios then.")
    private String only;

    private final Vertx vertx = Vertx.vertx();

    /** The command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Flow()).execute(arguments));
    }

    /** One rate of one contender. */
    private record Figure(String contender, int rate, double p50, double p99, double cpu, int refused, int missing) {}

    @Override
    public Integer call() throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            for (String contender : only == null ? List.of("parts", "relay") : List.of(only)) {
                figures.addAll(measure(contender));
            }
        }
        if (only != null) {
            return 0;
        }
        System.out.println(FlowTable.of(
                rates,
                figures.stream()
                        .map(f -> new FlowTable.Row(f.contender(), f.rate(), f.p50(), f.p99(), f.cpu()))
                        .toList()));
        return figures.stream().allMatch(f -> f.refused() + f.missing() == 0) ? 0 : 1;
    }

    private List<Figure> measure(String contender) throws Exception {
        try (TempFolder folder = new TempFolder("flow-");
                FlowSink sink = new FlowSink(vertx);
                FlowLoad load = new FlowLoad(vertx)) {
            List<Integer> ports = FreePorts.take(2);
            try (FlowContender process = contender.equals("relay")
                    ? FlowContender.relay(folder.path(), ports, sink.port(), KEY, jvm)
                    : FlowContender.parts(folder.path(), ports, sink.port())) {
                List<Figure> figures = new ArrayList<>();
                if (warmUp > 0) {
                    run(process, sink, load, 500, warmUp);
                }
                for (int rate : rates) {
                    Figure figure = run(process, sink, load, rate, rate * seconds);
                    System.out.printf(
                            "%-6s %5d/s  p50 %8.1f ms  p99 %8.1f ms  CPU %.2f ms an alert%s%n",
                            contender,
                            rate,
                            figure.p50(),
                            figure.p99(),
                            figure.cpu(),
                            figure.refused() + figure.missing() == 0
                                    ? ""
                                    : ", %d refused, %d missing".formatted(figure.refused(), figure.missing()));
                    figures.add(figure);
                }
                return figures;
            }
        }
    }

    private static Figure run(FlowContender process, FlowSink sink, FlowLoad load, int rate, int posts) {
        sink.expect(posts);
        Duration before = process.cpu();
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        FlowLoad.Posted posted = load.post(
                process.port(),
                process.path(),
                rate,
                posts,
                i -> Bodies.firing(FlowSink.MARK + i + "-" + run, "warning", "payments"));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sink.count() < posts - posted.refused() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        Duration cpu = process.cpu().minus(before);
        double[] millis = new double[posts];
        int missing = 0;
        for (int i = 0; i < posts; i++) {
            long arrival = sink.arrival(i);
            missing += arrival == 0 ? 1 : 0;
            millis[i] = arrival == 0 ? Double.POSITIVE_INFINITY : (arrival - posted.due()[i]) / 1e6;
        }
        Arrays.sort(millis);
        return new Figure(
                process.name(),
                rate,
                millis[posts / 2],
                millis[(int) (posts * 0.99)],
                cpu.toNanos() / 1e6 / posts,
                posted.refused(),
                Math.max(0, missing - posted.refused()));
    }
}
