package io.alertrelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a dead channel's backlog costs in memory. Run it with {@code src/test/bench/backlog.sh}. */
@Command(
        name = "backlog",
        mixinStandardHelpOptions = true,
        description =
                "Fills the topic of a channel whose Flashduty refuses connections, with events of 1 KB, and prints "
                        + "what is alive in the relay's heap after a full collection. The embedded broker lives in the same heap. "
                        + "Needs 1.3 GB in the temporary folder for a million.")
public final class DeadBacklog implements Callable<Integer> {
    private static final long WINDOW = 10_000;
    private static final double MOST = 1.2;

    @Option(
            names = "--records",
            defaultValue = "1000000",
            description = "How many at the end (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(
            names = "--heap",
            defaultValue = "256m",
            description = "The most that relay and broker get, as -Xmx takes it (default: ${DEFAULT-VALUE}).")
    private String heap;

    /** The command; exits with 1 if many cost more than a full window of few. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DeadBacklog()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (records <= WINDOW) {
            System.err.printf("--records: found %d, expected more than %d%n", records, WINDOW);
            return CommandLine.ExitCode.USAGE;
        }
        System.out.printf("relay with its embedded broker, -Xmx%s; a channel that refuses connections%n%n", heap);
        System.out.printf("%12s  %8s  %18s  %14s%n", "waiting", "channel", "held by the outbox", "live heap, MiB");
        List<Heap> looks = new ArrayList<>();
        try (TempFolder folder = new TempFolder("backlog-");
                DeadChannel channel = new DeadChannel(folder.path(), heap)) {
            for (long waiting : List.of(0L, WINDOW, records)) {
                Heap look = channel.with(waiting);
                looks.add(look);
                System.out.printf(
                        "%,12d  %8s  %,18d  %14.1f%n", waiting, channel.state(), look.deliveries(), look.mebibytes());
            }
        }
        Heap most = looks.get(looks.size() - 1);
        double toWindow = (double) most.bytes() / looks.get(1).bytes();
        System.out.printf(
                "%n%,d to %,d, which fill the outbox's window: %.2f (at most %.1f)%n", records, WINDOW, toWindow, MOST);
        return toWindow <= MOST ? 0 : 1;
    }
}
