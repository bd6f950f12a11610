package io.alertrelay.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this process has done so far, its embedded broker included; other brokers in it are to be idle.
 *
 * @param writes requests that write records
 * @param commits requests that commit offsets
 * @param fetches requests that read records
 * @param flushes of logs to disk
 * @param records that were written, committed offsets among them
 * @param bytes that the threads which are alive have allocated
 * @param waits how often threads that are alive have waited for something, but for those of the test; 0 where the
 *     system does not tell
 */
record Costs(long writes, long commits, long fetches, long flushes, long records, long bytes, long waits) {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Set<String> OF_THE_TEST = Set.of("main", "awaitility-threa", "awaitility[fixed");

    static Costs now() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new Costs(
                requests("Produce"),
                requests("OffsetCommit"),
                requests("FetchConsumer"),
                count("kafka.log:type=LogFlushStats,name=LogFlushRateAndTimeMs"),
                count("kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec"),
                Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                        .filter(bytes -> bytes > 0)
                        .sum(),
                waitsSoFar());
    }

    private static long waitsSoFar() {
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.mapToLong(Costs::waitsOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long waitsOf(Path thread) {
        try {
            return OF_THE_TEST.contains(Files.readString(thread.resolve("comm")).strip())
                    ? 0
                    : Files.readAllLines(thread.resolve("status")).stream()
                            .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    Costs minus(Costs before) {
        return new Costs(
                writes - before.writes,
                commits - before.commits,
                fetches - before.fetches,
                flushes - before.flushes,
                records - before.records,
                bytes - before.bytes,
                waits - before.waits);
    }

    private static long requests(String name) {
        return count("kafka.network:type=RequestMetrics,name=RequestsPerSec,request=" + name + ",*");
    }

    private static long count(String beans) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            long sum = 0;
            for (ObjectName bean : server.queryNames(new ObjectName(beans), null)) {
                sum += ((Number) server.getAttribute(bean, "Count")).longValue();
            }
            return sum;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
