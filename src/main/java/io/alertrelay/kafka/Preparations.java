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
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares partitions on separate threads before they are handled, so that the poll thread continues polling: however
 * much there is to read, its consumer stays a member of its group. So only here is the leader of a partition asked
 * anything: one that does not answer delays that partition alone. A partition that is being prepared is paused. For the
 * poll thread.
 */
final class Preparations {
    private static final Logger LOG = LoggerFactory.getLogger(Preparations.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final PartitionListener listener;
    private final ToLongFunction<TopicPartition> starts;
    private final BiConsumer<TopicPartition, Long> seek;
    private final TopicFaults faults;
    private final Clock clock;
    private final Map<TopicPartition, Preparation> open = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "prepare");
        thread.setDaemon(true);
        return thread;
    });

    /** @param offset empty for the first record that is still kept */
    private record Start(TopicPartition partition, Optional<Long> offset, Optional<String> note) {}

    /** @param again when it is retried after a failure; empty if it is in progress */
    private record Preparation(Start start, Future<Runnable> ready, Optional<Instant> again) {}

    /**
     * @param starts asks the leader of a partition for the offset of its first record; called on other threads
     * @param seek lets the consumer read a partition from there, which had nothing committed
     */
    Preparations(
            PartitionListener listener,
            ToLongFunction<TopicPartition> starts,
            BiConsumer<TopicPartition, Long> seek,
            TopicFaults faults,
            Clock clock) {
        this.listener = listener;
        this.starts = starts;
        this.seek = seek;
        this.faults = faults;
        // Retried after a pause, even if the wall clock is set meanwhile.
        this.clock = new SteadyClock(clock, System::nanoTime);
    }

    /**
     * Begins to prepare a partition; an earlier preparation of it is discarded.
     *
     * @param offset that is read next; empty for the first record that is still kept
     * @param note the metadata committed with it; empty if nothing was committed
     */
    void begin(TopicPartition partition, Optional<Long> offset, Optional<String> note) {
        drop(partition);
        begin(new Start(partition, offset, note));
    }

    private void begin(Start start) {
        open.put(start.partition(), new Preparation(start, threads.submit(() -> prepare(start)), Optional.empty()));
    }

    private Runnable prepare(Start start) {
        TopicPartition partition = start.partition();
        if (start.offset().isPresent()) {
            return listener.prepare(partition, start.offset().get(), start.note());
        }
        long first = starts.applyAsLong(partition);
        Runnable prepared = listener.prepare(partition, first, start.note());
        return () -> {
            seek.accept(partition, first);
            prepared.run();
        };
    }

    /** Stops preparing the partitions, which this relay does not handle any more. */
    void cancel(Collection<TopicPartition> gone) {
        gone.forEach(partition -> {
            drop(partition);
            faults.forget(partition.topic(), partition.partition(), TopicFault.Kind.READ);
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
            faults.clear(partition.topic(), partition.partition(), TopicFault.Kind.READ);
        } catch (ExecutionException e) {
            LOG.debug("preparing {} failed", partition, e.getCause());
            faults.report(
                    partition.topic(),
                    partition.partition(),
                    TopicFault.Kind.READ,
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
