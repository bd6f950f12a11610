package io.alertrelay.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.alertrelay.text.Plural;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files and sockets an idle relay has open, measured with its embedded broker. With fewer it would fail during
 * operation: a broker that can't open a file gives up.
 */
final class DescriptorNeed {
    private static final int RELAY = 450;
    private static final int CHANNEL = 14;

    private DescriptorNeed() {}

    /** The complaint about the limit of this process, if there is one. */
    static Optional<String> complaint(int channels) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? complaint(system.getMaxFileDescriptorCount(), channels)
                : Optional.empty();
    }

    /**
     * What is wrong with a limit, and what to do; empty if it is high enough.
     *
     * @param limit of open files, as the process has it
     * @param channels that are configured
     */
    static Optional<String> complaint(long limit, int channels) {
        int needed = RELAY + CHANNEL * channels;
        return limit >= needed
                ? Optional.empty()
                : Optional.of("this process may have " + limit + " files and sockets open, and a relay with "
                        + Plural.of(channels, "channel") + " needs " + needed
                        + " before the first webhook: raise"
                        + " it ('ulimit -n 4096' before the start, LimitNOFILE=4096 in systemd, --ulimit nofile=4096 of"
                        + " docker run)");
    }
}
