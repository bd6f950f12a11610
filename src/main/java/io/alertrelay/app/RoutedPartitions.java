package io.alertrelay.app;

import io.alertrelay.kafka.Lag;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices when what waits in a partition of webhooks is not routed: something waits, and the group's offset does not move.
 * It does not matter why, nor which relay has the partition: what is accepted for it is not routed.
 */
final class RoutedPartitions implements AutoCloseable {
    private final Watchdog watchdog;
    private final Map<Integer, Stage> stages = new HashMap<>();
    private final Map<Integer, Long> before = new HashMap<>();

    RoutedPartitions(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /** This is how far the group is now. */
    void look(String topic, Map<Integer, Lag> lags) {
        lags.forEach((partition, lag) -> {
            Stage stage = stages.computeIfAbsent(partition, p -> watchdog.stage(Job.ROUTING, topic + "-" + p));
            Long last = before.put(partition, lag.next());
            if (lag.waiting() == 0) {
                stage.idle();
            } else if (last == null || last != lag.next()) {
                stage.progress();
                stage.working();
            } else {
                stage.working();
            }
            stage.doing("offset " + lag.next() + " of " + topic + "-" + partition);
        });
    }

    @Override
    public void close() {
        stages.values().forEach(Stage::close);
    }
}
