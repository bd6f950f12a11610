package io.alertrelay.bench;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.FreePorts;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long alerts take from the public port to Flashduty, and what they cost. Run it with {@code src/test/bench/flow.sh}. */
@Command(
        name = "flow",
        mixinStandardHelpOptions = true,
        description = {
            "Posts alerts at even rates to a relay and to its bare parts (HTTP, a flushing Kafka broker, HTTP) in turn, and "
                    + "prints how long each took from when its post was due until it arrived at the target, and the CPU that "
                    + "it cost. Everything runs on this machine, and shares it.",
            "Compares the medians with the goals of docs/performance.md, writes all of it as JSON, and exits with 1 if a goal "
                    + "is missed or an alert is missing."
        })
public final class Flow implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "flow-key";
    private static final int COLD_RATE = 1_000;

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "20,200,1000,2000",
            description = "Alerts a second, one after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--cold",
            defaultValue = "10000",
            description = "Alerts before that, at " + COLD_RATE + " a second from when it is ready on (default: "
                    + "${DEFAULT-VALUE}); 0 for none.")
    private int cold;

    @Option(
            names = "--flat-out",
            defaultValue = "5",
            description = "Seconds at the end in which 128 connections post as fast as they are answered (default: "
                    + "${DEFAULT-VALUE}); 0 for none.")
    private int flatOut;

    @Option(
            names = "--idle",
            defaultValue = "20",
            description =
                    "Seconds in which a relay with 8 channels is watched that has nothing to do, a minute after it is "
                            + "ready (default: ${DEFAULT-VALUE}); 0 for none.")
    private int idle;

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

    @Option(
            names = "--json",
            defaultValue = "target/flow.json",
            description = "Where the figures are written as JSON (default: ${DEFAULT-VALUE}).")
    private Path json;

    private final Vertx vertx = Vertx.vertx();
    private final List<FlowFigure> figures = new ArrayList<>();

    /** The command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Flow()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        for (int run = 0; run < runs; run++) {
            for (String contender : only == null ? List.of("parts", "relay") : List.of(only)) {
                measure(contender);
            }
        }
        if (idle > 0 && !"parts".equals(only)) {
            watchIdle();
        }
        FlowReport report = new FlowReport(figures);
        report.write(json);
        System.out.println(report.text());
        return report.isMet() ? 0 : 1;
    }

    private void measure(String contender) throws Exception {
        try (TempFolder folder = new TempFolder("flow-");
                FlowSink sink = new FlowSink(vertx);
                FlowLoad load = new FlowLoad(vertx)) {
            List<Integer> ports = FreePorts.take(2);
            try (FlowContender process = contender.equals("relay")
                    ? FlowContender.relay(folder.path(), ports, sink.port(), KEY, 1, jvm)
                    : FlowContender.parts(folder.path(), ports, sink.port())) {
                add(contender, FlowFigure.READY, process.readyAfter().toMillis());
                if (cold > 0) {
                    run(process, sink, load, COLD_RATE, cold, ", cold");
                }
                for (int rate : rates) {
                    run(process, sink, load, rate, rate * seconds, "");
                }
                if (flatOut > 0) {
                    add(
                            contender,
                            FlowFigure.FLAT_OUT,
                            load.flatOut(process.port(), process.path(), flatOut, body("flat-out")));
                }
            }
        }
    }

    private void watchIdle() throws Exception {
        try (TempFolder folder = new TempFolder("flow-")) {
            List<Integer> ports = FreePorts.take(3);
            try (FlowContender relay = FlowContender.relay(folder.path(), ports, ports.get(2), KEY, 8, jvm)) {
                LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
                Duration before = relay.cpu();
                LockSupport.parkNanos(Duration.ofSeconds(idle).toNanos());
                add("relay", FlowFigure.IDLE_CPU, relay.cpu().minus(before).toNanos() / 1e7 / idle);
                add("relay", FlowFigure.IDLE_THREADS, relay.threads());
                add("relay", FlowFigure.IDLE_MEMORY, relay.residentMebibytes());
            }
        }
    }

    private void add(String contender, String what, double value) {
        FlowFigure figure = new FlowFigure(contender, what, value);
        System.out.println(figure);
        figures.add(figure);
    }

    private void run(FlowContender process, FlowSink sink, FlowLoad load, int rate, int posts, String how) {
        sink.expect(posts);
        Duration before = process.cpu();
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        FlowLoad.Posted posted =
                load.post(process.port(), process.path(), rate, posts, i -> body(FlowSink.MARK + i + "-" + run));
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
        String at = rate + "/s" + how;
        add(process.name(), "p50 at " + at, millis[posts / 2]);
        add(process.name(), "p99 at " + at, millis[(int) (posts * 0.99)]);
        add(process.name(), "CPU at " + at, cpu.toNanos() / 1e6 / posts);
        if (missing > 0) {
            add(process.name(), FlowFigure.MISSING + at, missing);
        }
    }

    private static String body(String name) {
        return Bodies.firing(name, "warning", "payments");
    }
}
