package io.alertrelay.fuzz.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.PlannedReplay;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Somebody who orders replays while webhooks come and processes are struck, and asks again if no answer comes. */
public final class FuzzOperator implements AutoCloseable, Callable<Void> {
    private static final long CLIENT_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long AGAIN_NANOS = 200_000_000;
    private static final int MOST_MINUTES = 5;

    private final List<PlannedReplay> replays;
    private final Senders senders;
    private final RelayClients clients;
    private final Map<Integer, Long> from;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Void> running;

    /**
     * @param from what stands behind these offsets, by partition of the webhooks, is replayed: clocks may be stepped
     */
    public FuzzOperator(List<PlannedReplay> replays, Senders senders, RelayClients clients, Map<Integer, Long> from) {
        this.replays = replays.stream()
                .sorted((a, b) -> Integer.compare(a.acks(), b.acks()))
                .toList();
        this.senders = senders;
        this.clients = clients;
        this.from = Map.copyOf(from);
        this.running = thread.submit(this);
    }

    @Override
    public Void call() throws InterruptedException, WorldException {
        for (PlannedReplay replay : replays) {
            while (senders.acknowledged() < replay.acks() && !senders.done()) {
                pause(PAUSE_NANOS);
            }
            while (!ordered(replay)) {
                pause(AGAIN_NANOS);
            }
        }
        return null;
    }

    /** Whether it was taken, or there is nothing to send. */
    private boolean ordered(PlannedReplay replay) throws InterruptedException, WorldException {
        Optional<RelayClient> relay = clients.any(0, CLIENT_MILLIS);
        if (relay.isEmpty()) {
            throw new WorldException("no relay was ready to take the order of a replay");
        }
        try {
            HttpResponse<String> answer = relay.get().manage("replays", order(replay));
            if (answer.statusCode() / 100 == 4 && answer.statusCode() != 409) {
                throw new WorldException("a replay was refused: " + answer.body());
            }
            return answer.statusCode() < 500;
        } catch (IOException e) {
            return false;
        }
    }

    private String order(PlannedReplay replay) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        ObjectNode offsets = order.putObject("from_offset");
        from.forEach((partition, offset) -> offsets.put(String.valueOf(partition), offset));
        return order.put("to_channel", Names.REPLAYS)
                .put("share", replay.share())
                .put("execute", true)
                .toString();
    }

    /** Waits until all are ordered. */
    public void await() throws InterruptedException, WorldException {
        try {
            running.get(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new WorldException("the replays were not ordered: " + e);
        }
    }

    /** Whether all that were ordered have ended, as the brokers say now. */
    public boolean allEnded() throws InterruptedException {
        return replays.isEmpty()
                || clients.any(0, 0)
                        .map(relay -> relay.management("/api/v1/replays").path("replays"))
                        .filter(all ->
                                all.isArray() && HealthWaiting.ofReplays(all).isEmpty())
                        .isPresent();
    }

    private static void pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
