package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes replays in the order in which they were ordered, while this relay has the one partition of their topic. The
 * next one starts when those before it have ended, are paused, or are stuck because their channels deliver nothing. One
 * for which Kafka does not answer, as of a topic without a leader, is put aside for a while.
 */
public final class Replayer implements PartitionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    /** Longer than what it may wait for an answer, so that the others have most of the time. */
    private static final Duration ASIDE = Duration.ofSeconds(60);
    /** How many run at a time if earlier ones are stuck: each has its plan in memory. */
    private static final int MOST = 3;

    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final Supplier<RelayConfig> config;
    private final ToIntFunction<String> partition;
    private final Clock clock;
    private final Clock steady;
    private final ReplayStore store;
    private ReplayFeed feed = items -> {};
    private BooleanSupplier mayLead = () -> false;
    private final Stage stage;
    private final SupervisedThread thread;
    /** When those that are put aside are tried again, by id. For the thread only. */
    private final Map<String, Instant> aside = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean leading;
    private boolean busy;
    private boolean woken;
    private boolean closed;
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
        this.clients = clients;
        this.offsets = offsets;
        this.names = names;
        this.config = config;
        this.partition = partition;
        this.clock = clock;
        this.steady = steady;
        this.store = new ReplayStore(clients, names);
        this.stage = stage;
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
        mayLead = allowed;
        thread.start();
    }

    /** Suspends or resumes handing over: replayed events need space on the disk. */
    public void hold(boolean wanted) {
        held = wanted;
    }

    /** There is something new in the topic of replays. */
    public void wake() {
        change(() -> woken = true);
    }

    @Override
    public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
        return () -> change(() -> leading = true);
    }

    /** Returns when nothing more is handed over by this relay. */
    @Override
    public void withdrawn(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            leading = false;
            changed.signalAll();
            long patience = STOP_PATIENCE.toNanos();
            while (busy && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() throws InterruptedException {
        while (awaitLead()) {
            try {
                lead();
            } catch (ExecutionException | KafkaException | ReplayFeedException e) {
                if (goesOn()) {
                    LOG.warn("replays pause for a moment: {}", e.toString());
                }
                pause(AFTER_A_FAULT);
            } catch (RuntimeException | LinkageError e) {
                // A bug must not end replays silently.
                LOG.error("replays pause for a moment, after a fault of the relay's own", e);
                pause(AFTER_A_FAULT);
            } finally {
                change(() -> busy = false);
            }
        }
    }

    /** Waits until this relay has the partition; false if it is being stopped. */
    private boolean awaitLead() throws InterruptedException {
        lock.lock();
        try {
            while (!leading && !closed) {
                changed.awaitNanos(IDLE.toNanos());
                stage.progress();
            }
            busy = !closed;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            return leading && !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long patience = longest.toNanos();
            while (leading && !closed && !woken && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
            stage.progress();
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private void lead() throws ExecutionException, InterruptedException, ReplayFeedException {
        ReplayTable table = new ReplayTable();
        Map<String, RunningReplay> underWay = new LinkedHashMap<>();
        try (TopicReader reader = new TopicReader(clients);
                TopicWriter writer = new TopicWriter(clients)) {
            long read = 0;
            Instant forgetAt = steady.instant();
            while (goesOn()) {
                if (!mayLead.getAsBoolean()) {
                    pause(STEP);
                    continue;
                }
                read = store.read(reader, read, table);
                if (!steady.instant().isBefore(forgetAt)) {
                    store.forget(writer, table, clock.instant().minus(RelayTopics.LEDGER_KEPT));
                    forgetAt = steady.instant().plus(FORGET_EVERY);
                }
                Optional<ReplayEntry> next = next(table, underWay);
                if (next.isPresent()) {
                    attempt(next.get().order().id(), table, writer, underWay, () -> {
                        takeUp(next.get(), writer, underWay);
                        return true;
                    });
                    // That may take minutes: is it still this relay's?
                    continue;
                }
                for (RunningReplay each : List.copyOf(underWay.values())) {
                    if (!attempt(each.id(), table, writer, underWay, () -> goOn(each, table, writer, underWay))) {
                        if (goesOn()) {
                            LOG.info("replays pause for a moment: another relay carries them out now");
                        }
                        return;
                    }
                }
                pause(underWay.isEmpty() ? IDLE : STEP);
            }
        } finally {
            underWay.values().forEach(each -> each.run().close());
            aside.clear();
        }
    }

    /** Does something for one replay. If that fails, only this one waits, unless it shows that no replay can go on. */
    private boolean attempt(
            String id, ReplayTable table, TopicWriter writer, Map<String, RunningReplay> underWay, Attempt attempt)
            throws ExecutionException, InterruptedException, ReplayFeedException {
        try {
            return attempt.goesOn();
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | KafkaException | ReplayFeedException e) {
            if (!goesOn() || !mayLead.getAsBoolean()) {
                throw e;
            }
            stage.progress();
            Optional.ofNullable(underWay.remove(id))
                    .ifPresent(each -> each.run().close());
            Optional<ReplayEntry> entry =
                    table.get(id).filter(ordered -> ordered.open().isPresent());
            if (entry.isPresent()) {
                putAside(entry.get(), RecordFault.describe(e), writer);
            }
            return true;
        }
    }

    private void putAside(ReplayEntry entry, String cause, TopicWriter writer)
            throws ExecutionException, InterruptedException {
        String id = entry.order().id();
        String why = "can't go on now, and is tried again: " + cause;
        if (!entry.progress().message().equals(why)) {
            LOG.warn("replay {} {}", id, why);
        }
        // If not even that can be written, it is not this replay's own trouble.
        store.write(
                writer, id, with(entry.progress(), entry.open().orElseThrow().takenUp(), why));
        aside.put(id, steady.instant().plus(ASIDE));
    }

    /** The next replay to start; empty if the running ones have something to do. */
    private Optional<ReplayEntry> next(ReplayTable table, Map<String, RunningReplay> underWay) {
        boolean room =
                underWay.size() < MOST && underWay.values().stream().allMatch(each -> each.isStuck(steady.instant()));
        Instant now = steady.instant();
        aside.values().removeIf(again -> !now.isBefore(again));
        return table.all().stream()
                .filter(entry -> room && !underWay.containsKey(entry.order().id()))
                .filter(entry ->
                        entry.isCancelled() || !aside.containsKey(entry.order().id()))
                .filter(entry -> entry.open()
                        .filter(open -> !entry.isPaused() || !(open instanceof ReplayState.Paused))
                        .isPresent())
                .min(Comparator.comparing(entry -> entry.order().createdAt()));
    }

    private void takeUp(ReplayEntry entry, TopicWriter writer, Map<String, RunningReplay> underWay)
            throws ExecutionException, InterruptedException {
        String id = entry.order().id();
        ReplayState.Open open = entry.open().orElseThrow();
        if (entry.isCancelled()) {
            store.write(writer, id, with(entry.progress(), open.cancelled(), ""));
            return;
        }
        ReplayState.Planning planning = open.takenUp();
        // If it was put aside, why is said until it goes on.
        store.write(
                writer, id, with(entry.progress(), planning, entry.progress().message()));
        RelayConfig by = config.get();
        try {
            ReplayRun run = new ReplayRun(
                    clients, offsets, names, by, entry.order(), partition, this::feed, clock, steady, stage::progress);
            underWay.put(id, new RunningReplay(id, planning.planned(), run, by, steady.instant()));
            LOG.info("replay {} is carried out", id);
        } catch (ReplayException e) {
            failed(entry, planning, String.valueOf(e.getMessage()), writer);
        } catch (VirtualMachineError e) {
            // Planned repeatedly, it would take the memory of everything else.
            failed(entry, planning, "the relay lacks memory for it, narrow it: " + e, writer);
        }
    }

    /** What was received while a replay was paused may have taken minutes to read. */
    private boolean feed(List<ReplayedRecord> items) throws ReplayFeedException {
        if (!goesOn() || !mayLead.getAsBoolean()) {
            return false;
        }
        feed.feed(items);
        return true;
    }

    private void failed(ReplayEntry entry, ReplayState.Planning planning, String why, TopicWriter writer)
            throws ExecutionException, InterruptedException {
        LOG.error("replay {} can't be carried out: {}", entry.order().id(), why);
        store.write(writer, entry.order().id(), with(entry.progress(), planning.failed(), why));
    }

    /** Continues one; returns false if another relay executes replays now. */
    private boolean goOn(RunningReplay each, ReplayTable table, TopicWriter writer, Map<String, RunningReplay> underWay)
            throws ExecutionException, InterruptedException, ReplayFeedException {
        Optional<ReplayEntry> ordered = table.get(each.id());
        if (ordered.isEmpty() || each.by() != config.get()) {
            // Its order was deleted with its topic: nobody could see or stop it. Or there are other channels, or other
            // rules: it starts again, from where it is.
            each.run().close();
            underWay.remove(each.id());
            return true;
        }
        if (each.run().hasLostATopic()) {
            LOG.warn(
                    "replay {}: a topic that it goes through was made anew; what is lost with the old one is sent again",
                    each.id());
            each.run().close();
            underWay.remove(each.id());
            return true;
        }
        ReplayEntry entry = ordered.get();
        if (!each.run().step(!held && !entry.isPaused() && !entry.isCancelled())) {
            return false;
        }
        ReplayState state = each.state(entry);
        Optional<ReplayProgress> dueReport = each.dueReport(state, steady.instant());
        if (dueReport.isPresent()) {
            store.write(writer, each.id(), dueReport.get());
        }
        if (!(state instanceof ReplayState.Running)) {
            LOG.info("replay {} is {}", each.id(), state.word());
            each.run().close();
            underWay.remove(each.id());
        }
        return true;
    }

    private ReplayProgress with(ReplayProgress progress, ReplayState state, String message) {
        return new ReplayProgress(state, clock.instant(), 0, message, progress.channels(), progress.leftOut());
    }

    /** Something that is done for one replay. */
    @FunctionalInterface
    private interface Attempt {
        /** Returns false if another relay executes replays now. */
        boolean goesOn() throws ExecutionException, InterruptedException, ReplayFeedException;
    }

    @Override
    public void close() {
        change(() -> closed = true);
        thread.join(STOP_PATIENCE);
    }
}
