package io.alertrelay.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces Kafka's clients when a producer does not learn of a healthy topic. A producer of 4.3.1 has been seen to
 * report for minutes, until it was closed, that a topic is "not present in metadata", or unknown, that had been deleted
 * and created again while the producer had a record of the old one in flight; the cause is not known. For one thread.
 */
final class StaleClients {
    private static final Logger LOG = LoggerFactory.getLogger(StaleClients.class);
    private static final String UNKNOWN = "not present in metadata";
    /** The number of consecutive checks after which a producer ought to know the topic. */
    private static final int PATIENCE = 5;
    /** The number of checks until the next attempt. */
    private static final int REST = 30;

    private final TopicFaults faults;
    private final Runnable renew;
    private final Map<String, Integer> looks = new HashMap<>();

    /** @param renew replaces the clients that are open */
    StaleClients(TopicFaults faults, Runnable renew) {
        this.faults = faults;
        this.renew = renew;
    }

    /** The cluster reports that the topic exists and can be written. */
    void isWell(String topic) {
        boolean unknown = faults.all().stream()
                .anyMatch(fault -> fault.topic().equals(topic)
                        && fault.kind() == TopicFault.Kind.WRITE
                        && (fault.cause().contains(UNKNOWN) || fault.cause().equals(WriteFault.MISSING)));
        if (!unknown) {
            looks.remove(topic);
        } else if (looks.merge(topic, 1, Integer::sum) == PATIENCE) {
            LOG.warn("topic {} is well, and a producer does not learn of it: Kafka's clients are replaced", topic);
            looks.put(topic, PATIENCE - REST);
            renew.run();
        }
    }

    /** Other topics are not used any more. */
    void retain(Set<String> topics) {
        looks.keySet().retainAll(topics);
    }

    /** The cluster does not report that. */
    void isNotWell(String topic) {
        looks.remove(topic);
    }
}
