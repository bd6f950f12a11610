package io.alertrelay.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Has other threads work at batches of what one thread reads, and gives the results back to that thread in the order of
 * reading. No more is on its way than a few batches, whatever the number of threads, none much larger than {@link
 * #BYTES}: who reads waits for the oldest of them. For one thread, which also closes it.
 *
 * @param <I> what is read
 * @param <T> the result of a batch
 */
public final class OrderedBatches<I, T> implements AutoCloseable {
    private static final int ITEMS = 500;
    private static final int BYTES = 1 << 20;
    /** A result may take several times what was read. */
    private static final int MOST = 6;

    private final Optional<ExecutorService> pool;
    private final int most;
    private final Function<List<I>, T> work;
    private final Consumer<T> take;
    private final Deque<CompletableFuture<T>> out = new ArrayDeque<>();
    private List<I> next = new ArrayList<>(ITEMS);
    private long bytes;

    /**
     * @param threads that work besides the one that reads; with 0 that one does all of it, one item at a time, so that
     *     it holds no more than that
     * @param work called by several threads
     * @param take called by the thread that reads
     */
    public OrderedBatches(int threads, Function<List<I>, T> work, Consumer<T> take) {
        this.pool = threads > 0 ? Optional.of(Executors.newFixedThreadPool(threads)) : Optional.empty();
        this.most = Math.min(2 * threads, MOST);
        this.work = work;
        this.take = take;
    }

    /**
     * Adds one. What {@code work} or {@code take} throws for an earlier one is thrown by this or a later call.
     *
     * @param size of it in bytes, roughly
     */
    public void add(I item, int size) {
        next.add(item);
        bytes += size;
        if (pool.isEmpty() || next.size() == ITEMS || bytes >= BYTES) {
            handOut();
        }
    }

    /** There are no more: returns when all results are taken. */
    public void finish() {
        if (!next.isEmpty()) {
            handOut();
        }
        takeBack(0);
    }

    private void handOut() {
        List<I> batch = next;
        next = new ArrayList<>(ITEMS);
        bytes = 0;
        out.add(CompletableFuture.supplyAsync(
                () -> work.apply(batch), pool.<Executor>map(threads -> threads).orElse(Runnable::run)));
        takeBack(most);
    }

    private void takeBack(int left) {
        while (out.size() > left) {
            take.accept(result(out.remove()));
        }
    }

    private static <T> T result(CompletableFuture<T> batch) {
        try {
            return batch.join();
        } catch (CompletionException e) {
            // As if it had been thrown here.
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.ifPresent(ExecutorService::shutdownNow);
    }
}
