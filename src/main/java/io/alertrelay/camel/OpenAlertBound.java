package io.alertrelay.camel;

import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.DecisionRecord;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Limits the open alerts of all partitions of a relay: beyond the limit, the alert with the oldest last firing is
 * dropped, of the integration that has most. So an integration that never resolves its alerts costs no other one its
 * own. For the routing thread.
 */
final class OpenAlertBound {
    private final int most;
    private final Decisions decisions;
    private final Events events;
    private boolean full;

    OpenAlertBound(int most, Decisions decisions, Events events) {
        this.most = most;
        this.decisions = decisions;
        this.events = events;
    }

    /**
     * Drops what is beyond the limit.
     *
     * @param assignment in which this relay has its partitions
     * @param written receives the records to be written for that, each with its partition
     */
    void keep(OptionalInt assignment, BiConsumer<Integer, ProducerRecord<byte[], byte[]>> written) {
        int beyond = decisions.openAlerts() - most;
        for (int i = 0; i < beyond; i++) {
            Optional<Map.Entry<TopicPartition, OpenAlerts>> largest = decisions.all().entrySet().stream()
                    .max(Comparator.comparingInt(
                            partition -> partition.getValue().size()));
            Optional<String> forgotten =
                    largest.flatMap(partition -> partition.getValue().forgetOne());
            int partition = largest.map(most -> most.getKey().partition()).orElse(0);
            forgotten.ifPresent(key ->
                    written.accept(partition, decisions.written(DecisionRecord.forget(key, assignment), partition)));
        }
        if (beyond > 0) {
            events.openAlertsForgotten(beyond, most, !full);
            full = true;
        } else if (full && beyond < -most / 20) {
            events.openAlertsFit(most);
            full = false;
        }
    }
}
