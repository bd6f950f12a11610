package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out replays while this relay has the one partition of their topic: one {@link ReplayTerm} after the other,
 * each until the partition is withdrawn or something fails for all replays.
 */
public final class Replayer implements PartitionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final ReplayParts parts;
    private final ReplayLead lead;
    private final SupervisedThread thread;
    /** Set before the thread is started. */
    private ReplayFeed feed = items -> {};

    private volatile boolean held;

    /**
     * @param config the current configuration
     * @param partition the current partition of webhooks of an integration, by its name
     * @param stage where it reports progress
     */
    public Replayer(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            Supplier<RelayConfig> config,
            ToIntFunction<String> partition,
            Clock clock,
            Clock steady,
            Stage stage) {
        this.parts = new ReplayParts(clients, offsets, names, config, partition, clock, steady, stage::progress);
        this.lead = new ReplayLead(stage::progress);
        this.thread = new SupervisedThread("replayer", stage, this::work);
    }

    /**
     * Begins to execute replays while this relay has their partition.
     *
     * @param to receives what is handed over
     * @param allowed whether the partition certainly still belongs to this relay
     */
    public void start(ReplayFeed to, BooleanSupplier allowed) {
        feed = to;
        lead.allowedBy(allowed);
        thread.start();
    }

    /** Suspends or resumes handing over: replayed events need space on the disk. */
    public void hold(boolean wanted) {
        held = wanted;
    }

    /** There is something new in the topic of replays. */
    public void wake() {
        lead.wake();
    }

    @Override
    public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
        return lead::taken;
    }

    /** Returns when nothing more is handed over by this relay. */
    @Override
    public void withdrawn(Collection<TopicPartition> partitions) {
        lead.withdrawn(STOP_PATIENCE);
    }

    private void work() throws InterruptedException {
        while (lead.await()) {
            try {
                term();
            } catch (ExecutionException | KafkaException | ReplayFeedException e) {
                if (lead.lasts()) {
                    LOG.warn("replays pause for a moment: {}", e.toString());
                }
                lead.pause(AFTER_A_FAULT);
            } catch (RuntimeException | LinkageError e) {
                // A bug must not end replays silently.
                LOG.error("replays pause for a moment, after a fault of the relay's own", e);
                lead.pause(AFTER_A_FAULT);
            } finally {
                lead.released();
            }
        }
    }

    private void term() throws ExecutionException, InterruptedException, ReplayFeedException {
        try (TopicReader reader = new TopicReader(parts.clients());
                TopicWriter writer = new TopicWriter(parts.clients());
                ReplayTerm term = new ReplayTerm(parts, lead, this::feed, () -> held, reader, writer)) {
            term.run();
        }
    }

    /** What was received while a replay was paused may have taken minutes to read. */
    private boolean feed(List<ReplayedRecord> items) throws ReplayFeedException {
        if (!lead.isCertain()) {
            return false;
        }
        feed.feed(items);
        return true;
    }

    @Override
    public void close() {
        lead.close();
        thread.join(STOP_PATIENCE);
    }
}
