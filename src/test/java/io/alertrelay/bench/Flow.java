package io.alertrelay.bench;

import io.alertrelay.testing.FreePorts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How long alerts take from the public port to Flashduty, and what they cost. Run it with {@code
 * src/test/bench/flow.sh}.
 */
@Command(
        name = "flow",
        mixinStandardHelpOptions = true,
        description = {
            "Posts alerts at even rates to a relay and to others in turn, and prints how long each took from when its post was "
                    + "due until it arrived at the target, and the CPU that it cost. Everything runs on this machine, and "
                    + "shares it.",
            "Compares the medians with the goals of docs/performance.md, writes all of it as JSON, and exits with 1 if a goal "
                    + "is missed or an alert is missing.",
            "",
            "rates      the relay, its bare parts (HTTP, a flushing Kafka broker, HTTP), and once a plain Camel route from Kafka "
                    + "to HTTP and Debian's prometheus-alertmanager, if that is installed",
            "channels   8 channels for each alert, and one of them hangs, answers 500, resets, answers 429",
            "idle       a relay with 8 channels, and the bare parts, that have nothing to do, a minute after they are ready",
            "many       the same with 100 channels",
            "restart    how soon a relay is ready again after kill -9, with 10,000 alerts waiting",
            "cluster    the parts, a relay, then two, on three brokers with three replicas of everything",
            "sustained  the highest rate at which the relay and its parts keep up for 60 seconds"
        })
public final class Flow implements Callable<Integer> {
    private static final int COLD_RATE = 1_000;
    private static final int WARM_UP_RATE = 500;
    /** Longer than a relay needs: the brokers are JVMs that have just started, too. */
    private static final int BROKERS_WARM_UP = 60;

    private static final int CHANNELS = 8;
    private static final int CHANNELS_RATE = 200;
    private static final int MANY = 100;
    private static final int WAITING = 10_000;
    private static final int[] SUSTAINED = {500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000, 12_000};
    private static final int SUSTAINED_TRY_SECONDS = 10;
    private static final int SUSTAINED_SECONDS = 60;
    private static final Duration KEPT_UP = Duration.ofSeconds(1);
    private static final Duration SETTLES = Duration.ofSeconds(5);

    /** What is measured. */
    enum Part {
        rates,
        channels,
        idle,
        many,
        restart,
        cluster,
        sustained
    }

    @Parameters(
            paramLabel = "PART",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all but the last two by default.")
    private List<Part> parts = List.of(Part.rates, Part.channels, Part.idle, Part.many, Part.restart);

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
            names = "--warm-up",
            defaultValue = "30",
            description = "Seconds of load before what is measured warm (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--flat-out",
            defaultValue = "5",
            description = "Seconds at the end in which 128 connections post as fast as they are answered (default: "
                    + "${DEFAULT-VALUE}); 0 for none.")
    private int flatOut;

    @Option(
            names = "--idle",
            defaultValue = "20",
            description = "Seconds in which an idle relay is watched (default: ${DEFAULT-VALUE}).")
    private int idle;

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Of the relay and its parts at each rate, in turn (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--jvm",
            description = "Options of the relay's JVM, such as -XX:StartFlightRecording=filename=/tmp/flow.jfr.")
    private List<String> jvm = List.of();

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "parts,relay,camel,alertmanager",
            description = "The contenders at the rates, and of sustained (default: ${DEFAULT-VALUE}).")
    private Set<String> only;

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
        for (Part part : EnumSet.copyOf(parts)) {
            switch (part) {
                case rates -> rates();
                case channels -> channels();
                case idle -> watchIdle(CHANNELS);
                case many -> watchIdle(MANY);
                case restart -> restart();
                case cluster -> cluster();
                case sustained -> sustained();
            }
        }
        FlowReport report = new FlowReport(figures);
        report.write(json);
        System.out.println(report.text());
        return report.isMet() ? 0 : 1;
    }

    /** What has its process, its target and its load, until all of them are closed. */
    private interface Measure {
        void in(FlowContender process, FlowSink sink, FlowLoad load) throws Exception;
    }

    private interface Start {
        FlowContender begin(Path folder, List<Integer> ports, FlowSink sink) throws Exception;
    }

    private void with(int channels, Start start, Measure measure) throws Exception {
        try (TempFolder folder = new TempFolder("flow-");
                FlowSink sink = new FlowSink(vertx, channels);
                FlowLoad load = new FlowLoad(vertx);
                FlowContender process = start.begin(folder.path(), FreePorts.take(2), sink)) {
            measure.in(process, sink, load);
        }
    }

    private Start relay(int channels, int each) {
        return (folder, ports, sink) -> FlowContender.relay(folder, ports, sink.port(), channels, each, jvm);
    }

    private Start contender(String name) {
        return switch (name) {
            case "relay" -> relay(1, 1);
            case "camel" -> (folder, ports, sink) -> FlowContender.camel(folder, ports, sink.port());
            case "alertmanager" -> (folder, ports, sink) -> FlowContender.alertmanager(folder, ports, sink.port());
            default -> (folder, ports, sink) -> FlowContender.parts(folder, ports, sink.port());
        };
    }

    private void rates() throws Exception {
        for (int run = 0; run < runs; run++) {
            for (String contender : List.of("parts", "relay", "camel", "alertmanager")) {
                boolean takesPart = run == 0 || contender.equals("parts") || contender.equals("relay");
                boolean there = !contender.equals("alertmanager") || FlowContender.hasAlertmanager();
                if (takesPart && there && only.contains(contender)) {
                    with(1, contender(contender), this::rates);
                }
            }
        }
    }

    private void rates(FlowContender process, FlowSink sink, FlowLoad load) {
        add(process.name(), FlowFigure.READY, process.readyAfter().toMillis());
        add(process.name(), FlowFigure.READY_CPU, process.cpu().toMillis());
        if (cold > 0) {
            add(process, COLD_RATE + "/s, cold", FlowRun.of(process, sink, load, COLD_RATE, cold, 1));
        }
        FlowRun.of(process, sink, load, WARM_UP_RATE, WARM_UP_RATE * warmUp, 1);
        for (int rate : rates) {
            add(process, rate + "/s", FlowRun.of(process, sink, load, rate, rate * seconds, 1));
        }
        if (flatOut > 0) {
            add(process.name(), FlowFigure.FLAT_OUT, load.flatOut(process, flatOut));
        }
    }

    private void add(FlowContender process, String at, FlowRun run) {
        add(process.name(), "p50 at " + at, run.p50());
        add(process.name(), "p99 at " + at, run.p99());
        add(process.name(), "CPU at " + at, run.cpuEach());
        if (run.missing() > 0) {
            add(process.name(), FlowFigure.MISSING + at, run.missing());
        }
    }

    private void channels() throws Exception {
        FlowRun[] one = new FlowRun[1];
        with(1, relay(1, 1), (process, sink, load) -> one[0] = warm(process, sink, load));
        with(CHANNELS, relay(CHANNELS, CHANNELS), (process, sink, load) -> {
            FlowRun all = warm(process, sink, load);
            add(process, CHANNELS_RATE + "/s, one channel", one[0]);
            add(process, CHANNELS_RATE + "/s, 8 channels", all);
            add("relay", FlowFigure.CHANNELS_P99, all.p99() / one[0].p99());
            add("relay", FlowFigure.CHANNELS_CPU, all.cpuEach() / one[0].cpuEach());
            FlowRun healthy = FlowRun.of(process, sink, load, CHANNELS_RATE, CHANNELS_RATE * seconds, CHANNELS);
            for (FlowSink.Fault fault : FlowSink.Fault.values()) {
                if (fault != FlowSink.Fault.NONE) {
                    sink.misbehave(fault);
                    FlowRun others =
                            FlowRun.of(process, sink, load, CHANNELS_RATE, CHANNELS_RATE * seconds, CHANNELS - 1);
                    add("relay", FlowFigure.ONE_OF_8.formatted(fault.word()), others.p99() / healthy.p99());
                    sink.misbehave(FlowSink.Fault.NONE);
                    LockSupport.parkNanos(SETTLES.toNanos());
                }
            }
        });
    }

    private FlowRun warm(FlowContender process, FlowSink sink, FlowLoad load) {
        // At the same rate: eight channels at a higher one would begin with a backlog.
        FlowRun.of(process, sink, load, CHANNELS_RATE, CHANNELS_RATE * warmUp, sink.channels());
        return FlowRun.of(process, sink, load, CHANNELS_RATE, CHANNELS_RATE * seconds, sink.channels());
    }

    private void watchIdle(int channels) throws Exception {
        if (channels == CHANNELS) {
            with(1, contender("parts"), (parts, sink, load) -> watchIdle(parts, channels));
        }
        with(channels, relay(channels, 1), (relay, sink, load) -> watchIdle(relay, channels));
    }

    private void watchIdle(FlowContender process, int channels) throws IOException {
        LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
        Duration before = process.cpu();
        LockSupport.parkNanos(Duration.ofSeconds(idle).toNanos());
        add(
                process.name(),
                FlowFigure.IDLE_CPU.formatted(channels),
                process.cpu().minus(before).toNanos() / 1e7 / idle);
        add(process.name(), FlowFigure.IDLE_THREADS.formatted(channels), process.threads());
        add(process.name(), FlowFigure.IDLE_MEMORY.formatted(channels), process.residentMebibytes());
    }

    private void restart() throws Exception {
        try (TempFolder folder = new TempFolder("flow-");
                FlowSink sink = new FlowSink(vertx, 1);
                FlowLoad load = new FlowLoad(vertx)) {
            List<Integer> ports = FreePorts.take(2);
            sink.misbehave(FlowSink.Fault.ANSWERS_500);
            sink.expect(WAITING);
            try (FlowContender relay = relay(1, 1).begin(folder.path(), ports, sink)) {
                load.post(relay, WARM_UP_RATE, WAITING, i -> FlowSink.MARK + i);
                LockSupport.parkNanos(SETTLES.toNanos());
                relay.kill();
            }
            try (FlowContender relay = relay(1, 1).begin(folder.path(), ports, sink)) {
                add("relay", FlowFigure.READY_AGAIN, relay.readyAfter().toMillis());
                add("relay", FlowFigure.READY_AGAIN_CPU, relay.cpu().toMillis());
                sink.misbehave(FlowSink.Fault.NONE);
                long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                while (sink.count() < WAITING && System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                }
                add("relay", FlowFigure.MISSING + "restart", WAITING - sink.count());
            }
        }
    }

    /** The brokers, the relays, the load and the target share the machine. */
    private void cluster() throws Exception {
        try (TempFolder folder = new TempFolder("flow-");
                LoopbackCluster brokers = LoopbackCluster.ofBrokers(folder.path());
                FlowSink sink = new FlowSink(vertx, 1);
                FlowLoad load = new FlowLoad(vertx)) {
            try (FlowContender parts = FlowContender.clusteredParts(
                    folder(folder, "parts"), brokers.brokers(), FreePorts.take(2), sink.port())) {
                clustered(List.of(parts), "one relay", sink, load);
            }
            try (FlowContender one = clustered(folder, "one", brokers, sink)) {
                clustered(List.of(one), "one relay", sink, load);
                try (FlowContender two = clustered(folder, "two", brokers, sink)) {
                    clustered(List.of(one, two), "two relays", sink, load);
                }
            }
        }
    }

    private FlowContender clustered(TempFolder folder, String name, LoopbackCluster brokers, FlowSink sink)
            throws IOException {
        return FlowContender.clustered(folder(folder, name), brokers.brokers(), FreePorts.take(2), sink.port(), jvm);
    }

    private static Path folder(TempFolder folder, String name) throws IOException {
        return Files.createDirectory(folder.path().resolve(name));
    }

    private void clustered(List<FlowContender> relays, String who, FlowSink sink, FlowLoad load) {
        FlowRun.of(relays, sink, load, WARM_UP_RATE, WARM_UP_RATE * BROKERS_WARM_UP, 1);
        for (int run = 0; run < runs; run++) {
            for (int rate : List.of(CHANNELS_RATE, COLD_RATE)) {
                add(
                        relays.get(0),
                        rate + " a second, three brokers, " + who,
                        FlowRun.of(relays, sink, load, rate, rate * seconds, 1));
            }
        }
    }

    private void sustained() throws Exception {
        for (String contender : List.of("parts", "relay")) {
            if (!only.contains(contender)) {
                continue;
            }
            with(1, contender(contender), (process, sink, load) -> {
                FlowRun.of(process, sink, load, WARM_UP_RATE, WARM_UP_RATE * warmUp, 1);
                int next = 0;
                while (next < SUSTAINED.length && keepsUp(process, sink, load, next, SUSTAINED_TRY_SECONDS)) {
                    next++;
                }
                while (next > 0 && !keepsUp(process, sink, load, next - 1, SUSTAINED_SECONDS)) {
                    next--;
                }
                add(contender, FlowFigure.SUSTAINED, next == 0 ? 0 : SUSTAINED[next - 1]);
            });
        }
    }

    private static boolean keepsUp(FlowContender process, FlowSink sink, FlowLoad load, int step, int seconds) {
        FlowRun run = FlowRun.of(process, sink, load, SUSTAINED[step], SUSTAINED[step] * seconds, 1);
        return run.missing() == 0 && run.behind().compareTo(KEPT_UP) < 0;
    }

    private void add(String contender, String what, double value) {
        FlowFigure figure = new FlowFigure(contender, what, value);
        System.out.println(figure);
        figures.add(figure);
    }
}
