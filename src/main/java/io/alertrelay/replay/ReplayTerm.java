package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time for which this relay carries out replays, in the order in which they were ordered. The next one starts when
 * those before it have ended, are paused, or are stuck because their channels deliver nothing. One for which Kafka does
 * not answer, as of a topic without a leader, is postponed for a while. All else that a term knows is in the topics: the
 * next term, here or on another relay, goes on from there. For one thread.
 */
final class ReplayTerm implements AutoCloseable {
    /** One name for all that is logged about carrying out replays. */
    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);

    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** Longer than what it may wait for an answer, so that the others have most of the time. */
    private static final Duration POSTPONED_FOR = Duration.ofSeconds(60);
    /** A relay loads its rules so long after the file that a replay was planned by. */
    private static final Duration RULES_AWAITED_FOR = Duration.ofMinutes(2);
    /** How many run at a time if earlier ones are stuck: each has its plan in memory. */
    private static final int MOST = 3;

    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** To end one takes no time, and somebody may wait for it; to plan one may take minutes. */
    private static final Comparator<ReplayEntry> CANCELLED_FIRST =
            Comparator.comparing(ReplayEntry::isCancelled).reversed();

    private final ReplayParts parts;
    private final ReplayLead lead;
    private final ReplayRun.Feed feed;
    private final BooleanSupplier held;
    private final TopicReader reader;
    private final TopicWriter writer;
    private final ReplayStore store;
    private final ReplayTable table = new ReplayTable();
    private final Map<String, RunningReplay> underWay = new LinkedHashMap<>();
    private final Map<String, Postponed> postponed = new HashMap<>();

    /**
     * @param lead for as long as which it lasts
     * @param held whether nothing may be handed over for now
     * @param reader of the topic of replays
     * @param writer to it
     */
    ReplayTerm(
            ReplayParts parts,
            ReplayLead lead,
            ReplayRun.Feed feed,
            BooleanSupplier held,
            TopicReader reader,
            TopicWriter writer) {
        this.parts = parts;
        this.lead = lead;
        this.feed = feed;
        this.held = held;
        this.reader = reader;
        this.writer = writer;
        this.store = new ReplayStore(parts.clients(), parts.names());
    }

    /** Returns when it has ended. */
    void run() throws ExecutionException, InterruptedException, ReplayFeedException {
        long read = 0;
        Instant forgetAt = now();
        while (lead.lasts()) {
            if (!lead.isCertain()) {
                lead.pause(STEP);
                continue;
            }
            read = store.read(reader, read, table);
            if (!now().isBefore(forgetAt)) {
                store.forget(writer, table, parts.wall().instant().minus(RelayTopics.LEDGER_KEPT));
                forgetAt = now().plus(FORGET_EVERY);
            }
            Optional<ReplayEntry> next = next();
            if (next.isPresent()) {
                attempt(next.get().order().id(), () -> {
                    takeUp(next.get());
                    return true;
                });
                // That may take minutes: is it still this relay's?
                continue;
            }
            for (RunningReplay each : List.copyOf(underWay.values())) {
                if (!attempt(each.id(), () -> goOn(each))) {
                    if (lead.lasts()) {
                        LOG.info("replays pause for a moment: another relay carries them out now");
                    }
                    return;
                }
            }
            lead.pause(underWay.isEmpty() ? IDLE : STEP);
        }
    }

    /** Does something for one replay. If that fails, only this one waits, unless it shows that no replay can go on. */
    private boolean attempt(String id, Attempt attempt)
            throws ExecutionException, InterruptedException, ReplayFeedException {
        try {
            return attempt.goesOn();
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | KafkaException | ReplayFeedException e) {
            if (!lead.isCertain()) {
                throw e;
            }
            putAside(id, RecordFault.describe(e));
            return true;
        } catch (RuntimeException e) {
            // Taken up again at once, it would keep all later ones from their turn.
            LOG.error("replay {} meets a fault of the relay's own", id, e);
            if (!lead.isCertain()) {
                throw e;
            }
            putAside(id, "a fault of the relay's own: " + RecordFault.describe(e));
            return true;
        }
    }

    private void putAside(String id, String cause) throws ExecutionException, InterruptedException {
        parts.progress().run();
        drop(id);
        Optional<ReplayEntry> entry =
                table.get(id).filter(ordered -> ordered.open().isPresent());
        if (entry.isPresent()) {
            postpone(entry.get(), cause, parts.config().get());
        }
    }

    /** @param by the configuration by which it can't go on */
    private void postpone(ReplayEntry entry, String cause, RelayConfig by)
            throws ExecutionException, InterruptedException {
        String id = entry.order().id();
        String why = "can't continue now, and is tried again: " + cause;
        if (!entry.progress().message().equals(why)) {
            LOG.warn("replay {} {}", id, why);
        }
        // If not even that can be written, it is no fault of this replay only.
        store.write(
                writer, id, with(entry.progress(), entry.open().orElseThrow().takenUp(), why));
        postponed.put(id, new Postponed(now().plus(POSTPONED_FOR), by));
    }

    /** The next replay to start, or to end as cancelled; empty if the running ones have something to do. */
    private Optional<ReplayEntry> next() {
        Instant now = now();
        boolean room = underWay.size() < MOST
                && underWay.values().stream().allMatch(each -> each.isStopped() || each.isStuck(now));
        postponed
                .values()
                .removeIf(each -> !now.isBefore(each.until())
                        || each.by() != parts.config().get());
        return table.all().stream()
                .filter(entry -> !underWay.containsKey(entry.order().id()))
                .filter(entry -> entry.isCancelled()
                        || room && !postponed.containsKey(entry.order().id()))
                .filter(entry -> entry.open()
                        .filter(open -> !entry.isPaused() || !(open instanceof ReplayState.Paused))
                        .isPresent())
                .min(CANCELLED_FIRST.thenComparing(entry -> entry.order().createdAt()));
    }

    private void takeUp(ReplayEntry entry) throws ExecutionException, InterruptedException {
        String id = entry.order().id();
        ReplayState.Open open = entry.open().orElseThrow();
        if (entry.isCancelled()) {
            store.write(writer, id, with(entry.progress(), open.cancelled(), ""));
            return;
        }
        ReplayState.Planning planning = open.takenUp();
        // If it was postponed, why is said until it goes on.
        store.write(
                writer, id, with(entry.progress(), planning, entry.progress().message()));
        // Planning it may take longer than that.
        boolean isNew = isNew(entry);
        RelayConfig by = parts.config().get();
        try {
            ReplayRun run = new ReplayRun(parts, by, entry.order(), feed);
            underWay.put(id, new RunningReplay(id, planning.planned(), run, by, now()));
            LOG.info("replay {} is carried out", id);
        } catch (ReplayChecks.OtherRulesException e) {
            String why = String.valueOf(e.getMessage());
            if (isNew) {
                postpone(entry, why, by);
            } else {
                failed(entry, planning, why);
            }
        } catch (ReplayException e) {
            failed(entry, planning, String.valueOf(e.getMessage()));
        } catch (VirtualMachineError e) {
            // Planned repeatedly, it would take the memory of everything else.
            failed(entry, planning, "the relay has too little memory for it, narrow it: " + e);
        }
    }

    /** The file that it was planned by may be loaded in a moment. */
    private boolean isNew(ReplayEntry entry) {
        return Duration.between(entry.order().createdAt(), parts.wall().instant())
                        .abs()
                        .compareTo(RULES_AWAITED_FOR)
                < 0;
    }

    private void failed(ReplayEntry entry, ReplayState.Planning planning, String why)
            throws ExecutionException, InterruptedException {
        LOG.error("replay {} can't be carried out: {}", entry.order().id(), why);
        store.write(writer, entry.order().id(), with(entry.progress(), planning.failed(), why));
    }

    /** Continues one; returns false if another relay executes replays now. */
    private boolean goOn(RunningReplay each) throws ExecutionException, InterruptedException, ReplayFeedException {
        Optional<ReplayEntry> ordered = table.get(each.id());
        if (ordered.isEmpty() || each.by() != parts.config().get()) {
            // Its order was deleted with its topic: nobody could see or stop it. Or there are other channels, or other
            // rules: it starts again, from where it is.
            drop(each.id());
            return true;
        }
        ReplayEntry entry = ordered.get();
        if (each.run().hasLostATopic()) {
            LOG.warn(
                    "replay {}: a topic that it goes through was recreated; what is lost with the old one is {}",
                    each.id(),
                    entry.isCancelled() ? "not sent again, because it was cancelled" : "sent again");
            drop(each.id());
            return true;
        }
        if (each.isStopped() && !entry.isPaused() && !entry.isCancelled() && anotherGoesOn(each)) {
            // It was resumed while the next one has its turn, and waits for its own.
            drop(each.id());
            return true;
        }
        if (!each.run().step(!held.getAsBoolean() && !entry.isPaused() && !entry.isCancelled())) {
            return false;
        }
        ReplayState state = each.state(entry);
        Optional<ReplayProgress> dueReport = each.dueReport(state, now());
        if (dueReport.isPresent()) {
            store.write(writer, each.id(), dueReport.get());
        }
        if (each.isOver()) {
            LOG.info("replay {} is {}", each.id(), state.word());
            drop(each.id());
        }
        return true;
    }

    private boolean anotherGoesOn(RunningReplay than) {
        Instant now = now();
        return underWay.values().stream().anyMatch(other -> other != than && !other.isStopped() && !other.isStuck(now));
    }

    /** It is no longer under way, if it was; it may be taken up again. */
    private void drop(String id) {
        Optional.ofNullable(underWay.remove(id)).ifPresent(each -> each.run().close());
    }

    private ReplayProgress with(ReplayProgress progress, ReplayState state, String message) {
        return new ReplayProgress(state, parts.wall().instant(), 0, message, progress.channels(), progress.leftOut());
    }

    private Instant now() {
        return parts.steady().instant();
    }

    /**
     * Until when one waits.
     *
     * @param by the configuration: with another one it is tried again at once
     */
    private record Postponed(Instant until, RelayConfig by) {}

    /** Something that is done for one replay. */
    @FunctionalInterface
    private interface Attempt {
        /** Returns false if another relay executes replays now. */
        boolean goesOn() throws ExecutionException, InterruptedException, ReplayFeedException;
    }

    @Override
    public void close() {
        underWay.values().forEach(each -> each.run().close());
    }
}
