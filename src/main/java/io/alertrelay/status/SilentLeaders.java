package io.alertrelay.status;

import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicLags;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Reports the partitions of this relay whose leader does not answer it, for example because it can't reach that broker
 * while others can: then nobody takes them over, and what waits there can't be counted. For one thread.
 */
final class SilentLeaders {
    /** Longer than an election takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** There is a look every two seconds, which takes up to five. */
    private static final Duration LASTS = Duration.ofSeconds(15);

    private static final String CAUSE = "its leader does not answer this relay: what waits there is not handled;"
            + " see that the broker can be reached from here";

    private final TopicFaults faults;
    private final Predicate<TopicPartition> own;
    private final LongSupplier nanos;
    private final Map<TopicPartition, Long> since = new HashMap<>();

    /**
     * @param faults are told of them
     * @param own whether this relay has the partition
     * @param nanos of a monotonic clock
     */
    SilentLeaders(TopicFaults faults, Predicate<TopicPartition> own, LongSupplier nanos) {
        this.faults = faults;
        this.own = own;
        this.nanos = nanos;
    }

    /** What the cluster has just answered, by topic. */
    void look(Map<String, TopicLags> found) {
        Map<TopicPartition, Long> silent = new HashMap<>();
        found.forEach((topic, lags) -> lags.cutOff().forEach((number, cut) -> {
            TopicPartition partition = new TopicPartition(topic, number);
            // One without a leader is reported by the watch of the topics.
            if (cut.led() && own.test(partition)) {
                silent.put(partition, since.getOrDefault(partition, nanos.getAsLong()));
            }
        }));
        since.clear();
        since.putAll(silent);
        silent.forEach((partition, noticed) -> {
            if (nanos.getAsLong() - noticed > PATIENCE.toNanos() && !isReportedOtherwise(partition)) {
                faults.report(partition.topic(), partition.partition(), TopicFault.Kind.READ, CAUSE, LASTS);
            }
        });
    }

    /** Whoever prepares the partition knows more, and its fault must not be taken for over when this one is. */
    private boolean isReportedOtherwise(TopicPartition partition) {
        return faults.all().stream()
                .anyMatch(fault -> fault.topic().equals(partition.topic())
                        && fault.partition() == partition.partition()
                        && fault.kind() == TopicFault.Kind.READ
                        && !fault.cause().equals(CAUSE));
    }
}
