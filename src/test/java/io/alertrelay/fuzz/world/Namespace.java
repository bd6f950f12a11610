package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace of Linux for the brokers, with two wires to it, one of them for the relay that can be cut off. On
 * that one packets get lost while it is cut: nothing is refused, new connections time out, and what was on its way
 * comes when TCP sends it again. It ends with its last process, however this one ends, and the wires with it.
 */
final class Namespace implements BrokerNetwork {
    /** Of 198.18.0.0/15, which is for tests of networks (RFC 2544), four addresses for each process. */
    private static final int FIRST_ADDRESS = 198 << 24 | 18 << 16;

    private static final int PROCESSES = 1 << 15;
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
