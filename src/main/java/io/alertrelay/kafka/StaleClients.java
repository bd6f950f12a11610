package io.alertrelay.kafka;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces Kafka's clients when a producer does not learn of a topic that is well. One of 4.3.1 was seen to answer for
 * minutes, until it was closed, that a topic is "not present in metadata" which had been deleted and made anew while
 * the producer had a record of the old one under way; why, is not known. For one thread.
 */
final class StaleClients {
    private static final Logger LOG = LoggerFactory.getLogger(StaleClients.class);
    private static final String UNKNOWN = "not present in metadata";
    /** So many looks, one after the other, until a producer ought to know the topic. */
    private static final int PATIENCE = 5;
    /** So many looks until it is tried once more. */
    private static final int REST = 30;

    private final TopicFaults faults;
    private final Runnable renew;
    private final Map<String, Integer> looks = new HashMap<>();

    /** @param renew replaces the clients that are open */
    StaleClients(TopicFaults faults, Runnable renew) {
        this.faults = faults;
        this.renew = renew;
    }

    /** The cluster says that the topic is there and can be written. */
    void isWell(String topic) {
        boolean unknown = faults.all().stream()
                .anyMatch(fault -> fault.topic().equals(topic)
                        && fault.what() == TopicFault.What.WRITE
                        && fault.cause().contains(UNKNOWN));
        if (!unknown) {
            looks.remove(topic);
        } else if (looks.merge(topic, 1, Integer::sum) == PATIENCE) {
            LOG.warn("topic {} is well, and a producer does not learn of it: Kafka's clients are replaced", topic);
            looks.put(topic, PATIENCE - REST);
            renew.run();
        }
    }

    /** It is not, or the cluster does not say so. */
    void isNotWell(String topic) {
        looks.remove(topic);
    }
}
