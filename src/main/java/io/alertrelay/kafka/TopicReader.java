package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads partitions from their beginning to where they end now, without a group. */
public final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients clients;

    public TopicReader(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Hands out every record, in order within each partition.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster refuses, or sends nothing for half a minute
     */
    public void read(Collection<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.reader()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(each);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new TimeoutException("nothing more of " + partitions + " within " + PATIENCE.toSeconds()
                            + " s, though they go on");
                }
            }
        }
    }
}
