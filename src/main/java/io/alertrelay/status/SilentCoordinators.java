package io.alertrelay.status;

import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicLags;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Reports the topics of channels that can be read while the coordinator of the channel's group does not answer: then
 * the relay's lease of the channel lapses, so it sends nothing, and what waits can't be counted. A channel that another
 * relay has is no worse for it, but when the coordinator is silent for long nobody knows whether one has it. For one
 * thread.
 */
final class SilentCoordinators {
    /** Longer than another broker takes to become the coordinator. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /**
     * A relay that has the channel reports it much earlier; but relays that were restarted since don't have it, and
     * can't get it.
     */
    private static final Duration PATIENCE_ELSEWHERE = Duration.ofSeconds(60);
    /** There is a look every two seconds, which takes up to five. */
    private static final Duration LASTS = Duration.ofSeconds(15);

    private static final String CAUSE =
            "the coordinator of its channel's group does not answer this relay, or refuses it"
                    + " the group: what is sent is not committed, and on a cluster nothing is sent; see that the brokers run"
                    + " and can be reached from here, and that the relay may read the group";

    private static final String CAUSE_ELSEWHERE =
            "the coordinator of its channel's group does not answer this relay, or refuses it the group, and this relay"
                    + " does not have the channel: whether any relay delivers to it is not known; see that the brokers run"
                    + " and can be reached from here, and that the relay may read the group";

    private final TopicFaults faults;
    private final Predicate<TopicPartition> own;
    private final LongSupplier nanos;
    private final Map<String, Long> since = new HashMap<>();

    /**
     * @param faults are told of them
     * @param own whether this relay has the partition, or nobody else can have it: no relay joins a group whose
     *     coordinator is silent
     * @param nanos of a monotonic clock
     */
    SilentCoordinators(TopicFaults faults, Predicate<TopicPartition> own, LongSupplier nanos) {
        this.faults = faults;
        this.own = own;
        this.nanos = nanos;
    }

    /**
     * What the cluster has just answered.
     *
     * @param found by topic
     * @param topics of the configured channels, each with one partition
     */
    void look(Map<String, TopicLags> found, Collection<String> topics) {
        Map<String, Long> silent = new HashMap<>();
        found.forEach((topic, lags) -> {
            // If its leaders don't answer either, those are reported.
            if (lags.reached() && !lags.coordinated() && topics.contains(topic)) {
                silent.put(topic, since.getOrDefault(topic, nanos.getAsLong()));
            }
        });
        since.clear();
        since.putAll(silent);
        silent.forEach((topic, noticed) -> {
            boolean here = own.test(new TopicPartition(topic, 0));
            if (nanos.getAsLong() - noticed > (here ? PATIENCE : PATIENCE_ELSEWHERE).toNanos()) {
                faults.report(topic, TopicFault.Kind.READ, here ? CAUSE : CAUSE_ELSEWHERE, LASTS);
            }
        });
    }
}
