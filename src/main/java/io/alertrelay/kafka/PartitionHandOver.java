package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the assignment and revocation of partitions: before a partition is revoked, its records in progress complete
 * and its offset is committed. Camel's own listener is called in between.
 */
final class PartitionHandOver implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionHandOver.class);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);

    private final SettlingConsumer consumer;
    private final PartitionListener listener;
    private final OffsetTracker tracker;
    private final OffsetCommits commits;
    private final Preparations preparations;
    private final ConsumerRebalanceListener camels;

    PartitionHandOver(
            SettlingConsumer consumer,
            PartitionListener listener,
            OffsetTracker tracker,
            OffsetCommits commits,
            Preparations preparations,
            ConsumerRebalanceListener camels) {
        this.consumer = consumer;
        this.listener = listener;
        this.tracker = tracker;
        this.commits = commits;
        this.preparations = preparations;
        this.camels = camels;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        consumer.callback(() -> {
            camels.onPartitionsAssigned(partitions);
            consumer.assigned(partitions);
        });
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        consumer.callback(() -> givenBack(partitions));
    }

    private void givenBack(Collection<TopicPartition> partitions) {
        preparations.cancel(partitions);
        listener.withdrawn(partitions);
        Map<TopicPartition, OffsetAndMetadata> offsets = commits.toCommit();
        try {
            consumer.commitSync(offsets, LAST_COMMIT);
        } catch (KafkaException e) {
            // Those that stay with this consumer are committed by a later poll.
            tracker.notCommitted(offsets.keySet());
            LOG.warn("last offsets of {} not committed, their records are read again: {}", partitions, e.getMessage());
        }
        tracker.forget(partitions);
        camels.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        consumer.callback(() -> {
            LOG.warn("lost {} to another relay", partitions);
            preparations.cancel(partitions);
            listener.lost(partitions);
            tracker.forget(partitions);
            camels.onPartitionsLost(partitions);
        });
    }
}
