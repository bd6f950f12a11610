package io.alertrelay.status;

import io.alertrelay.kafka.Lag;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Detects that a partition of webhooks is not routed, whatever the reason: something waits, and how far routing is does
 * not move, neither to the next webhook nor within one of many alerts. What waits for a topic at fault does not count,
 * that is reported elsewhere, nor does what has to wait behind it, or for space on the disk; nor does a partition whose open alerts are being
 * read. If another relay has the partition, only that one counts as not ready: if all did, the load balancer would
 * refuse senders whose webhooks can be stored and routed later.
 */
final class RoutedPartitions implements AutoCloseable {
    private final Watchdog watchdog;
    private final Predicate<TopicPartition> elsewhere;
    private final RoutingProgress progress;
    private final Map<Integer, Stage> stages = new HashMap<>();
    private final Map<Integer, Reached> before = new HashMap<>();

    /**
     * How far routing is.
     *
     * @param steps the most that were made of the next webhook, also before it was read again
     */
    private record Reached(long next, int steps) {
        boolean isBehind(Reached later) {
            return next != later.next || steps < later.steps;
        }
    }

    /**
     * @param elsewhere whether another relay has the partition
     * @param progress of the partitions that this relay has
     */
    RoutedPartitions(Watchdog watchdog, Predicate<TopicPartition> elsewhere, RoutingProgress progress) {
        this.watchdog = watchdog;
        this.elsewhere = elsewhere;
        this.progress = progress;
    }

    /** How many webhooks wait to be routed, without those that another relay has to route. */
    long waiting(String topic, Map<Integer, Lag> lags) {
        return lags.entrySet().stream()
                .mapToLong(lag -> {
                    TopicPartition partition = new TopicPartition(topic, lag.getKey());
                    return elsewhere.test(partition)
                            ? 0
                            : Math.max(0, lag.getValue().end() - next(partition, lag.getValue()));
                })
                .sum();
    }

    /**
     * How many wait anywhere: in this relay's partitions as far as it is, in those of others as far as they committed.
     */
    long waitingAnywhere(String topic, Map<Integer, Lag> lags) {
        return lags.entrySet().stream()
                .mapToLong(lag -> Math.max(
                        0, lag.getValue().end() - next(new TopicPartition(topic, lag.getKey()), lag.getValue())))
                .sum();
    }

    /** An offset is committed only when nothing before it waits for a topic at fault. */
    private long next(TopicPartition partition, Lag lag) {
        return Math.max(lag.next(), progress.handled(partition).orElse(lag.next()));
    }

    /** The current lags of the group; a partition that has none can't be read, which is reported elsewhere. */
    void look(String topic, Map<Integer, Lag> lags) {
        stages.forEach((number, stage) -> {
            if (!lags.containsKey(number)) {
                stage.idle();
            }
        });
        lags.forEach((number, lag) -> {
            TopicPartition partition = new TopicPartition(topic, number);
            Stage stage = stage(partition);
            long next = next(partition, lag);
            Reached now = new Reached(next, progress.steps(partition));
            Reached last = before.get(number);
            boolean moved = last == null || last.isBehind(now);
            if (moved) {
                before.put(number, now);
            }
            if (next >= lag.end() || progress.isPreparing(partition) || progress.isHeldUp(partition)) {
                stage.idle();
            } else if (moved) {
                stage.progress();
                stage.working();
            } else {
                stage.working();
            }
            stage.doing("offset " + next + " of " + partition);
        });
    }

    /** After the partition has moved to or from another relay, a new stage begins. */
    private Stage stage(TopicPartition partition) {
        Job job = elsewhere.test(partition) ? Job.ROUTING_ELSEWHERE : Job.ROUTING;
        return stages.compute(partition.partition(), (p, known) -> {
            if (known != null && known.job() == job) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            // What was reached before it moved says nothing: a webhook that is read again is begun again.
            before.remove(p);
            return watchdog.stage(job, partition.toString());
        });
    }

    @Override
    public void close() {
        stages.values().forEach(Stage::close);
    }
}
