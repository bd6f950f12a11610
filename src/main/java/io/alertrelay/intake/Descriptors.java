package io.alertrelay.intake;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The file descriptors of this process. Sockets share them with Kafka's files: when none is left, the embedded broker
 * can't write and exits.
 *
 * @param open that are in use
 * @param max that the process may have
 */
record Descriptors(long open, long max) {
    /**
     * The current numbers; empty where the operating system has no such limit. Counting needs a descriptor itself: if
     * it worked before and fails now, all are in use.
     *
     * @param before the previous reading
     */
    static Optional<Descriptors> read(Optional<Descriptors> before) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? read(system, before)
                : Optional.empty();
    }

    static Optional<Descriptors> read(UnixOperatingSystemMXBean system, Optional<Descriptors> before) {
        try {
            long open = system.getOpenFileDescriptorCount();
            long max = system.getMaxFileDescriptorCount();
            return open < 0 ? exhausted(before) : Optional.of(new Descriptors(open, max));
        } catch (InternalError e) {
            return exhausted(before);
        }
    }

    private static Optional<Descriptors> exhausted(Optional<Descriptors> before) {
        return before.map(then -> new Descriptors(then.max, then.max));
    }

    /**
     * How many connections there may be, so that a quarter of all descriptors stays free for what Kafka opens next: it
     * may be asked for new topics at any time.
     *
     * @param wanted the most that it may be
     * @param connections that are open now
     */
    int connections(int wanted, int connections) {
        long others = Math.max(0, open - connections);
        long free = max - others - max / 4;
        return (int) Math.max(Math.min(wanted, 16), Math.min(wanted, free));
    }
}
