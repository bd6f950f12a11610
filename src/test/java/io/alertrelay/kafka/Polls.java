package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a consumer does with its offset tracker at a poll, for tests that have no broker. */
public final class Polls {
    private Polls() {}

    /** One poll brought so many records, from offset 0 on. */
    public static void received(OffsetTracker offsets, TopicPartition partition, int records) {
        for (int offset = 0; offset < records; offset++) {
            offsets.received(partition, offset, 100, "");
        }
    }

    /** From which offset a partition with a failed record is read again. */
    public static Map<TopicPartition, NotedOffset> readAgain(OffsetTracker offsets) {
        return offsets.rewinds(offsets.failing(), PartitionListener.draining(offsets, Duration.ZERO));
    }
}
