package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A static member of its group. When it comes back, the coordinator returns its old assignment without checking for new
 * topics and partitions (KIP-814, "Static membership protocol should let the leader skip assignment"): one created
 * while the member was away would never be read. So it requests a new assignment, once, if it got less than there is.
 * It is the only member of its group.
 */
final class StaticMember {
    private static final Logger LOG = LoggerFactory.getLogger(StaticMember.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaConsumer<?, ?> consumer;
    private boolean looked;

    StaticMember(KafkaConsumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** To be called after each poll, on its thread. */
    void polled() {
        if (looked || consumer.groupMetadata().generationId() < 0) {
            return;
        }
        try {
            Set<TopicPartition> given = consumer.assignment();
            boolean all = consumer.subscription().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .allMatch(given::contains);
            looked = true;
            if (!all) {
                LOG.info(
                        "asking for the partitions of {} again: there are more than {}",
                        consumer.subscription(),
                        given);
                consumer.enforceRebalance("partitions were made while this member was away");
            }
        } catch (KafkaException e) {
            LOG.debug("which partitions there are can't be said now, asked again with the next poll", e);
        }
    }
}
