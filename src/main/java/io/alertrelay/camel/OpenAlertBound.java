package io.alertrelay.camel;

import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.NewRecord;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Limits the open alerts of all partitions of a relay: beyond the limit, the alert with the oldest last firing is
 * dropped, of the integration that has most. So an integration that never resolves its alerts costs no other one its
 * own. A relay that takes over partitions may have hundreds of thousands too many at once: then each batch drops some
 * of them, more than it can open. For the routing thread.
 */
final class OpenAlertBound {
    /** How many more are dropped with a batch than it has decisions: their records must fit into memory. */
    static final int MORE_THAN_DECIDED = 1_000;

    private final int most;
    private final Supplier<Map<TopicPartition, OpenAlerts>> open;
    private final Telemetry telemetry;
    private boolean full;

    /** @param open the open alerts of all partitions that the relay routes */
    OpenAlertBound(int most, Supplier<Map<TopicPartition, OpenAlerts>> open, Telemetry telemetry) {
        this.most = most;
        this.open = open;
        this.telemetry = telemetry;
    }

    /**
     * Drops what is beyond the limit, or a part of it.
     *
     * @param decided how many decisions the batch has: it has opened no more alerts
     * @param assignment in which this relay has its partitions
     * @param forgotten receives the records to be written for that, each with its partition
     */
    void keep(int decided, OptionalInt assignment, BiConsumer<Integer, NewRecord> forgotten) {
        int beyond = open.get().values().stream().mapToInt(OpenAlerts::size).sum() - most;
        int dropped = Math.min(beyond, decided + MORE_THAN_DECIDED);
        for (int i = 0; i < dropped; i++) {
            Optional<Map.Entry<TopicPartition, OpenAlerts>> largest = open.get().entrySet().stream()
                    .max(Comparator.comparingInt(
                            partition -> partition.getValue().size()));
            Optional<String> key =
                    largest.flatMap(partition -> partition.getValue().forgetOne());
            int partition = largest.map(most -> most.getKey().partition()).orElse(0);
            key.ifPresent(one -> forgotten.accept(partition, DecisionRecord.forget(one, assignment)));
        }
        if (beyond > 0) {
            telemetry.openAlertsForgotten(dropped, most, !full);
            full = true;
        } else if (full && beyond < -most / 20) {
            telemetry.openAlertsFit(most);
            full = false;
        }
    }
}
