package io.alertrelay.camel;

import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of events whose channel's topic could not be written for too long: they are kept, the audit counts
 * them, and {@code relay dead-letters redrive} sends them when the topic can be written again.
 */
public final class UnstoredEvents implements Lanes.Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(UnstoredEvents.class);

    private final Supplier<Collection<String>> channels;
    private final Function<String, String> topicOf;
    private final Recorder recorder;
    private final OutboxListener listener;
    private final Clock clock;

    /**
     * @param channels the names of those that are configured
     * @param topicOf of a channel
     * @param recorder makes the dead letters durable
     * @param listener notified of each
     */
    public UnstoredEvents(
            Supplier<Collection<String>> channels,
            Function<String, String> topicOf,
            Recorder recorder,
            OutboxListener listener,
            Clock clock) {
        this.channels = channels;
        this.topicOf = topicOf;
        this.recorder = recorder;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void keep(ProducerRecord<byte[], byte[]> record, String cause, Runnable kept) {
        try {
            Settlement settlement = new Settlement.DeadLettered(
                    delivery(record),
                    new AttemptCounts(0, 0, Optional.empty()),
                    clock.instant(),
                    Settlement.GiveUpReason.UNSTORED,
                    cause,
                    List.of());
            recorder.record(settlement, receipts -> {
                try {
                    listener.settled(settlement, receipts);
                } finally {
                    kept.run();
                }
            });
        } catch (UnreadableRecordException e) {
            // The relay made it itself, so that can't be; its webhook's offset holds, and it is made again after a
            // start.
            LOG.error("an event for topic {} can't be made a dead letter: {}", record.topic(), e.getMessage());
        }
    }

    private Delivery delivery(ProducerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        StoredRecord event = KafkaRecords.unstored(record);
        // A channel that was removed meanwhile is named by its event alone.
        String channel = Stream.concat(channels.get().stream(), DueDelivery.fanOut(event).stream())
                .filter(name -> topicOf.apply(name).equals(record.topic()))
                .findFirst()
                .orElse(record.topic());
        return Delivery.of(event, channel);
    }
}
