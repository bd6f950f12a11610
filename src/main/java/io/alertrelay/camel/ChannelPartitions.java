package io.alertrelay.camel;

import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.StateReads;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.SettledDelivery;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Handles the assignment and the loss of the partition of a channel's topic: what was settled beyond the committed
 * offset is read from the receipts, and the outbox drops what another relay will deliver.
 */
final class ChannelPartitions implements PartitionListener {
    /** So many receipts are read sooner than it is asked where they begin, for which all that waits is read. */
    private static final long FEW = 10_000;
    /** For clocks of relays that differ, and for one that was set back since the event was stored. */
    private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

    private final String channel;
    private final Outbox outbox;
    private final SettledProgress progress;
    private final RepeatedDeliveries repeats;
    private final KafkaClients clients;
    private final String receipts;
    private final boolean alone;

    /**
     * @param receipts the topic of the receipts
     * @param alone whether no other relay writes to the channel's topic
     */
    ChannelPartitions(
            String channel,
            Outbox outbox,
            SettledProgress progress,
            RepeatedDeliveries repeats,
            KafkaClients clients,
            String receipts,
            boolean alone) {
        this.channel = channel;
        this.outbox = outbox;
        this.progress = progress;
        this.repeats = repeats;
        this.clients = clients;
        this.receipts = receipts;
        this.alone = alone;
    }

    @Override
    public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
        outbox.withdraw(partition.partition());
        try (TopicReader reader = new TopicReader(clients)) {
            long end = reader.end(partition);
            long receiptsEnd = reader.ends(receipts).getOrDefault(0, 0L);
            Optional<Long> from = progress.startAt(offset, end, note, receiptsEnd);
            // Nothing waits, so there is nothing that could be settled.
            if (from.isPresent() && offset < end) {
                long since = receiptsEnd - from.get() < FEW || end - offset > FEW
                        ? 0
                        : receiptsSince(reader, partition, offset, end);
                // Behind all of them: the wall clock was set back, so that no time says where they begin.
                long begin = since < receiptsEnd ? Math.max(from.get(), since) : from.get();
                recover(reader, partition.partition(), begin, receiptsEnd);
            }
        }
        return repeats.startAt(partition, offset, !alone);
    }

    /**
     * From where on there can be receipts of what waits: none was written before the oldest of them was stored, which
     * need not be the first if the wall clock was set back. What was noted of a channel that had nothing to deliver for
     * weeks is weeks old.
     */
    private long receiptsSince(TopicReader reader, TopicPartition partition, long offset, long end) {
        int number = partition.partition();
        reader.read(partition.topic(), Map.of(number, offset), Map.of(number, end), waiting -> true);
        return reader.oldestRead()
                .map(oldest -> reader.offsetsAt(receipts, oldest.minus(CLOCK_MARGIN)))
                .map(offsets -> offsets.getOrDefault(0, 0L))
                .orElse(0L);
    }

    private void recover(TopicReader reader, int partition, long from, long to) {
        SkippedRecords unread = new SkippedRecords(receipts);
        long begin = Math.max(from, reader.starts(receipts).getOrDefault(0, 0L));
        try (StateReads.Read read = clients.reads().begin("reading receipts of channel " + channel, begin, to)) {
            reader.read(receipts, Map.of(0, begin), Map.of(0, to), unread.passingOver(receipt -> {
                read.at(receipt.offset());
                SettledDelivery.place(receipt, channel)
                        .filter(place -> place.partition() == partition)
                        .ifPresent(place -> progress.recover(place.offset(), receipt.key()));
                return true;
            }));
        }
        unread.log();
    }

    @Override
    public String note(TopicPartition partition, long next) {
        return progress.note(next);
    }

    @Override
    public void withdrawn(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> outbox.withdraw(partition.partition()));
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> outbox.lose(partition.partition()));
    }
}
