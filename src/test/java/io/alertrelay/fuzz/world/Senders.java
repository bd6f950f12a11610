package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.plan.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** All senders of a round, at once. */
public final class Senders implements AutoCloseable {
    private static final int MOST_MINUTES = 5;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ExecutorService threads;
    private final List<Future<List<Sent>>> running = new ArrayList<>();

    /** Starts them. */
    public Senders(List<List<Post>> posts, RelayClients clients) {
        threads = Executors.newFixedThreadPool(posts.size());
        for (int i = 0; i < posts.size(); i++) {
            running.add(threads.submit(new FuzzSender(i, posts.get(i), clients, acknowledged)));
        }
    }

    /** How many posts are acknowledged so far. */
    public int acknowledged() {
        return acknowledged.get();
    }

    /** Whether all of them are done. */
    public boolean done() {
        return running.stream().allMatch(Future::isDone);
    }

    /** Waits for them; what each sent, in its order. */
    public List<Sent> await() throws InterruptedException, WorldException {
        List<Sent> sent = new ArrayList<>();
        for (Future<List<Sent>> each : running) {
            try {
                sent.addAll(each.get(MOST_MINUTES, TimeUnit.MINUTES));
            } catch (ExecutionException | TimeoutException e) {
                throw new WorldException("a sender did not come to its end: " + e);
            }
        }
        return sent;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
