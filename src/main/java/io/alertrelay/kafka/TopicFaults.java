package io.alertrelay.kafka;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current faults of topics, as reported by their writers, readers and the watch. A fault is logged once when it
 * begins and once when it ends. Thread-safe.
 */
public final class TopicFaults {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFaults.class);

    private final Clock clock;
    private final Map<FaultKey, TopicFault> faults = new ConcurrentHashMap<>();
    private final Map<String, Long> lost = new ConcurrentHashMap<>();

    public TopicFaults(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reports a fault.
     *
     * @param partition -1 for the whole topic
     * @param cause the fault, and what to do about it
     */
    public void report(String topic, int partition, TopicFault.Use what, String cause) {
        faults.compute(new FaultKey(topic, partition, what), (place, before) -> {
            if (before != null && before.cause().equals(cause)) {
                return before;
            }
            TopicFault now =
                    new TopicFault(topic, partition, what, cause, before == null ? clock.instant() : before.since());
            LOG.error("{}: {}", now.where(), cause);
            return now;
        });
    }

    /** The fault is over. */
    public void clear(String topic, int partition, TopicFault.Use what) {
        TopicFault gone = faults.remove(new FaultKey(topic, partition, what));
        if (gone != null) {
            LOG.info("{} is well again ({})", gone.where(), what.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Nobody wants to use it any more, so whether the fault is over is not known, and delays nothing. */
    public void forget(String topic, int partition, TopicFault.Use what) {
        TopicFault gone = faults.remove(new FaultKey(topic, partition, what));
        if (gone != null) {
            LOG.info(
                    "{}: nothing waits for it any more ({})",
                    gone.where(),
                    what.name().toLowerCase(Locale.ROOT));
        }
    }

    /** All faults, by topic and partition; of several faults of a place the one that explains the others is first. */
    public List<TopicFault> all() {
        return faults.values().stream()
                .sorted(Comparator.comparing(TopicFault::topic)
                        .thenComparing(TopicFault::what)
                        .thenComparingInt(TopicFault::partition))
                .toList();
    }

    /** The main fault of a topic; empty if there is none. */
    public Optional<TopicFault> of(String topic) {
        return all().stream().filter(fault -> fault.topic().equals(topic)).findFirst();
    }

    /** Records of a partition are damaged and lost. */
    public void lost(String topic, int partition, long records) {
        lost(topic + "-" + partition, records);
    }

    /** Likewise, of a partition as the log names it. */
    public void lost(String partition, long records) {
        if (records > 0) {
            lost.merge(partition, records, Long::sum);
        }
    }

    /** How many records were found to be lost, by partition, since the relay started. */
    public Map<String, Long> lost() {
        return new TreeMap<>(lost);
    }

    private record FaultKey(String topic, int partition, TopicFault.Use what) {}
}
