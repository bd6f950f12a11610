package io.alertrelay.kafka;

import io.alertrelay.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares partitions on separate threads before they are handled, so that the poll thread continues polling: however
 * much there is to read, its consumer stays a member of its group. A partition that is being prepared is paused. For
 * the poll thread.
 */
final class Preparations {
    private static final Logger LOG = LoggerFactory.getLogger(Preparations.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final PartitionListener listener;
    private final TopicFaults faults;
    private final Clock clock;
    private final Map<TopicPartition, Preparation> open = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "prepare");
        thread.setDaemon(true);
        return thread;
    });

    private record Start(TopicPartition partition, long offset, Optional<String> note, long end) {}

    /** @param again when it is retried after a failure; empty if it is in progress */
    private record Preparation(Start start, Future<Runnable> ready, Optional<Instant> again) {}

    Preparations(PartitionListener listener, TopicFaults faults, Clock clock) {
        this.listener = listener;
        this.faults = faults;
        // Retried after a pause, even if the wall clock is set meanwhile.
        this.clock = new SteadyClock(clock, System::nanoTime);
    }

    /** Begins to prepare a partition; an earlier preparation of it is discarded. */
    void begin(TopicPartition partition, long offset, Optional<String> note, long end) {
        drop(partition);
        begin(new Start(partition, offset, note, end));
    }

    private void begin(Start start) {
        Future<Runnable> ready =
                threads.submit(() -> listener.prepare(start.partition(), start.offset(), start.note(), start.end()));
        open.put(start.partition(), new Preparation(start, ready, Optional.empty()));
    }

    /** Stops preparing the partitions, which this relay does not handle any more. */
    void cancel(Collection<TopicPartition> gone) {
        gone.forEach(partition -> {
            drop(partition);
            faults.forget(partition.topic(), partition.partition(), TopicFault.Use.READ);
        });
    }

    private void drop(TopicPartition partition) {
        Optional.ofNullable(open.remove(partition))
                .ifPresent(preparation -> preparation.ready().cancel(true));
    }

    /** Those that must not be handled yet. */
    Set<TopicPartition> pending() {
        return Set.copyOf(open.keySet());
    }

    /** Applies what is ready, and retries what failed. */
    void finish() {
        for (Preparation preparation : List.copyOf(open.values())) {
            if (preparation.again().filter(at -> !at.isAfter(clock.instant())).isPresent()) {
                begin(preparation.start());
            } else if (preparation.again().isEmpty() && preparation.ready().isDone()) {
                finish(preparation);
            }
        }
    }

    private void finish(Preparation preparation) {
        TopicPartition partition = preparation.start().partition();
        try {
            preparation.ready().get().run();
            open.remove(partition);
            faults.clear(partition.topic(), partition.partition(), TopicFault.Use.READ);
        } catch (ExecutionException e) {
            LOG.debug("preparing {} failed", partition, e.getCause());
            faults.report(
                    partition.topic(),
                    partition.partition(),
                    TopicFault.Use.READ,
                    "it is not handled, because what must be known before can't be read, tried again: "
                            + RecordFault.describe(e));
            open.put(
                    partition,
                    new Preparation(
                            preparation.start(),
                            preparation.ready(),
                            Optional.of(clock.instant().plus(AGAIN))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops all preparations. */
    void close() {
        cancel(Set.copyOf(open.keySet()));
        threads.shutdownNow();
    }
}
