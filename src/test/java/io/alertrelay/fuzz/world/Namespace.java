package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of Linux for the brokers, with two wires to it, one of them for the relay that can be cut off. On
 * that one packets get lost while it is cut: nothing is refused, new connections time out, and what was on its way
 * comes when TCP sends it again. It ends with its last process, however this one ends, and the wires with it.
 */
final class Namespace implements BrokerNetwork {
    /** Of 198.18.0.0/15, which is for tests of networks (RFC 2544), four addresses for each process. */
    private static final int FIRST_ADDRESS = 198 << 24 | 18 << 16;

    private static final int PROCESSES = 1 << 15;
    private static final List<Path> CONNECTIONS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    /** Of a line of these: the other end, and how often in vain it was sent (Linux, proc_net_tcp.txt). */
    private static final int OTHER_END = 2;

    private static final int SENT_AGAIN = 6;
    /** TCP waits twice as long each time, so not much longer than the cut lasted. */
    private static final long ARRIVAL_MILLIS = 120_000;

    private static final long PAUSE_MILLIS = 50;
    /** The neighbours are known from the start: without, the cut would show as an unreachable host. */
    private static final String WIRE = """
            set -e
            here=02:00:00:00:00:01 there=02:00:00:00:00:02
            ip link add "$2" address $here type veth peer name "$2" address $there netns "$1"
            ip addr add "$3/31" dev "$2"
            ip link set "$2" up
            ip neigh add "$4" lladdr $there dev "$2" nud permanent
            nsenter -t "$1" -n ip addr add "$4/31" dev "$2"
            nsenter -t "$1" -n ip link set "$2" up
            nsenter -t "$1" -n ip neigh add "$3" lladdr $here dev "$2" nud permanent
            # Not to be found missing in the middle of a round.
            tc qdisc add dev "$2" root blackhole
            tc qdisc del dev "$2" root
            """;

    private final Process holder;
    private final String name = "fuzz" + ProcessHandle.current().pid();
    private final int firstAddress =
            FIRST_ADDRESS + 4 * (int) (ProcessHandle.current().pid() % PROCESSES);

    private Namespace(Process holder) {
        this.holder = holder;
    }

    /** One that is ready; empty if this machine or this user can't have one. */
    static Optional<BrokerNetwork> open() throws IOException, InterruptedException {
        Namespace made;
        try {
            // Ends when its input does, that is, with this process at the latest.
            made = new Namespace(
                    new ProcessBuilder("unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec cat")
                            .start());
        } catch (IOException e) {
            return Optional.empty();
        }
        if (made.holder.getInputStream().read() >= 0
                && made.wire("", made.address(0), made.address(1))
                && made.wire("cut", made.address(2), made.address(3))) {
            return Optional.of(made);
        }
        made.close();
        return Optional.empty();
    }

    private boolean wire(String suffix, String here, String there) throws IOException, InterruptedException {
        return run(List.of("sh", "-c", WIRE, "wire", String.valueOf(holder.pid()), name + suffix, here, there));
    }

    private String address(int number) {
        int address = firstAddress + number;
        return "%d.%d.%d.%d".formatted(address >>> 24, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
    }

    @Override
    public List<String> commandPrefix() {
        return List.of("nsenter", "--target", String.valueOf(holder.pid()), "--net");
    }

    @Override
    public String host() {
        return address(1);
    }

    @Override
    public String cutHost() {
        return address(3);
    }

    @Override
    public String reached(int port) {
        return cutHost() + ":" + port;
    }

    @Override
    public void cut() throws IOException, InterruptedException {
        bothEnds("tc", "qdisc", "add", "dev", name + "cut", "root", "blackhole");
    }

    @Override
    public void restore() throws IOException, InterruptedException {
        bothEnds("tc", "qdisc", "del", "dev", name + "cut", "root");
        long end = System.currentTimeMillis() + ARRIVAL_MILLIS;
        while (isUnderWay()) {
            if (System.currentTimeMillis() > end) {
                throw new IOException("what was sent to " + cutHost() + " during the cut does not arrive");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Whether something that was sent during the cut has not arrived yet, perhaps of a connection that has been closed
     * since: the kernel sends that again all the same.
     */
    private boolean isUnderWay() throws IOException {
        // Such as 0200120A:2384, at the end of a longer one for IPv6; the bytes of the address stand in reverse.
        String there = "%08X:".formatted(Integer.reverseBytes(firstAddress + 3));
        for (Path connections : CONNECTIONS) {
            for (String line : Files.readAllLines(connections)) {
                String[] fields = line.strip().split("\\s+");
                if (fields[OTHER_END].contains(there) && Long.parseLong(fields[SENT_AGAIN], 16) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void bothEnds(String... command) throws IOException, InterruptedException {
        List<String> there = new ArrayList<>(commandPrefix());
        there.addAll(List.of(command));
        if (!run(List.of(command)) || !run(there)) {
            throw new IOException(String.join(" ", there) + " does not work any more");
        }
    }

    private static boolean run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Override
    public void close() throws InterruptedException {
        holder.destroy();
        holder.waitFor();
    }
}
