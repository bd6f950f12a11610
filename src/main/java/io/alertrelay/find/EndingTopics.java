package io.alertrelay.find;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.Traces;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DueDelivery;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.BiPredicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a search finds how alerts ended, as it is when the search begins. For one thread.
 *
 * @param channelEnds the ends of the channels' topics
 * @param receiptEnds the ends of the topic of receipts
 * @param progress what was committed before the ends were determined
 * @param replays the times of orders and control orders of replays: before the first, replays sent nothing
 * @param configured the names of the configured channels
 * @param whereabouts what deliveries that are not settled wait for
 */
record EndingTopics(
        TopicReader reader,
        TopicNames names,
        ChannelTopics channels,
        Map<TopicPartition, Long> channelEnds,
        Map<TopicPartition, Long> receiptEnds,
        CommittedProgress progress,
        NavigableSet<Instant> replays,
        Collection<String> configured,
        WaitingDeliveries whereabouts) {
    /** How far back the receipts reach; to be asked after they were read. */
    RetainedOffsets receipts() {
        return RetainedOffsets.of(reader, names.receipts());
    }

    /** Whether what became due with a delivery must be in the topic of the channel, or have a receipt. */
    BiPredicate<DueDelivery, String> mustHaveATrace() {
        return Traces.must(reader, names, configured);
    }
}
