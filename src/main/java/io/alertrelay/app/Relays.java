package io.alertrelay.app;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;

/**
 * Counts the relays that share the work, so that each keeps to its part of the account's rate. Every relay is one member
 * of the group that routes. Asked every few seconds; while Kafka can't say, the last count holds. A relay that is killed
 * is counted until its session ends, so the others send less for a while, never more.
 */
final class Relays implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final String group;
    private final IntConsumer told;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "relays");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int count = 1;

    /** @param told how many there are, at least 1, when that changes */
    Relays(Admin admin, String group, IntConsumer told) {
        this.admin = admin;
        this.group = group;
        this.told = told;
    }

    /** Counts them now, and from now on. */
    void start() {
        count();
        timer.scheduleWithFixedDelay(this::count, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many there are, this one included. */
    int size() {
        return count;
    }

    private void count() {
        try {
            Collection<MemberDescription> members = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .members();
            int now = Math.max(1, members.size());
            if (now != count) {
                count = now;
                told.accept(now);
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // The last count holds.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
