package io.alertrelay.watchdog;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks all stages every second, and logs once when one has stopped and once when it continues. Queries return the
 * result of the last check; that the checks themselves have stopped is detected by a query.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Checks later than this were late because the whole process was suspended. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final Duration BLIND = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final Set<Stage> stages = ConcurrentHashMap.newKeySet();
    private final Map<Job, Long> restartsOfClosed = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Stall> reported = new HashMap<>();
    private volatile List<Stall> stalls = List.of();
    private volatile boolean kafkaAway;
    private volatile boolean started;
    private volatile long lookedAt;

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    public Watchdog(LongSupplier nanos) {
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
    }

    /** Adds a stage to watch; idle until it reports otherwise. */
    public Stage stage(Job job) {
        return stage(job, "", Job.LIMIT);
    }

    /**
     * Adds a stage of which a job has several.
     *
     * @param of which one of its job: a channel or a partition
     */
    public Stage stage(Job job, String of) {
        return stage(job, of, Job.LIMIT);
    }

    /**
     * Adds a stage to watch, with a limit of its own.
     *
     * @param of which one of its job: a channel or a partition
     * @param limit how long it may make no progress while it has work
     */
    public Stage stage(Job job, String of, Duration limit) {
        Stage[] self = new Stage[1];
        Stage stage = new Stage(job, of, limit, nanos, () -> forget(self[0]));
        self[0] = stage;
        stages.add(stage);
        return stage;
    }

    private void forget(Stage stage) {
        if (stages.remove(stage)) {
            restartsOfClosed.merge(stage.job(), stage.restarts(), Long::sum);
        }
    }

    /** While Kafka is unavailable, its users legitimately wait: that is reported elsewhere. */
    public void kafkaAway(boolean away) {
        kafkaAway = away;
    }

    /** Starts checking. */
    public void start() {
        lookedAt = nanos.getAsLong();
        started = true;
        Thread thread = new Thread(this::run, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** The stalled stages as of the last check, about a second ago. */
    public List<Stall> stalls() {
        Duration blind = Duration.ofNanos(nanos.getAsLong() - lookedAt);
        if (!started || blind.compareTo(BLIND) <= 0) {
            return stalls;
        }
        Stall own = new Stall(Job.WATCHDOG, "", blind, "it has not looked for " + blind.toSeconds() + " s");
        return Stream.concat(Stream.of(own), stalls.stream()).toList();
    }

    /** How often threads of the job were restarted. */
    public long restarts(Job job) {
        return restartsOfClosed.getOrDefault(job, 0L)
                + stages.stream()
                        .filter(stage -> stage.job() == job)
                        .mapToLong(Stage::restarts)
                        .sum();
    }

    private void run() {
        try {
            do {
                lookOrReport();
            } while (!closed.await(EVERY.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Only the end of the process interrupts it.
            Thread.currentThread().interrupt();
        }
    }

    private void lookOrReport() {
        try {
            look();
        } catch (Throwable e) {
            // Whatever it is, the watchdog must continue. If it persists, stalls() reports it.
            LOG.error("the watchdog failed to look, and looks again", e);
        }
    }

    /** Checks once, for callers that do not {@link #start} it. */
    public void look() {
        long now = nanos.getAsLong();
        long gap = now - lookedAt;
        if (gap > LATE.toNanos()) {
            long paused = gap - EVERY.toNanos();
            stages.forEach(stage -> stage.excuse(paused));
        }
        if (kafkaAway) {
            stages.stream().filter(stage -> stage.job().needsKafka()).forEach(Stage::excuse);
        }
        List<Stall> found = stages.stream()
                .flatMap(stage -> stage.stall(now).stream())
                .sorted((a, b) -> b.lasts().compareTo(a.lasts()))
                .toList();
        stalls = found;
        lookedAt = now;
        report(found);
    }

    private void report(List<Stall> found) {
        Map<String, Stall> now =
                found.stream().collect(Collectors.toMap(Stall::stage, stall -> stall, (one, other) -> one));
        now.forEach((stage, stall) -> {
            if (reported.put(stage, stall) == null) {
                LOG.error(
                        "{} has stopped: {}; {}{}",
                        stage,
                        stall.job().meaning(),
                        stall.cause().isBlank() ? "" : stall.cause() + "; ",
                        stall.whatToDo());
            }
        });
        reported.values().removeIf(stall -> {
            boolean over = !now.containsKey(stall.stage());
            if (over) {
                LOG.info("{} runs again", stall.stage());
            }
            return over;
        });
    }

    /** Stops checking. */
    @Override
    public void close() {
        started = false;
        closed.countDown();
    }
}
