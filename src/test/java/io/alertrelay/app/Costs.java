package io.alertrelay.app;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
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
 */
record Costs(long writes, long commits, long fetches, long flushes, long records, long bytes) {
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
                        .sum());
    }

    Costs minus(Costs before) {
        return new Costs(
                writes - before.writes,
                commits - before.commits,
                fetches - before.fetches,
                flushes - before.flushes,
                records - before.records,
                bytes - before.bytes);
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
