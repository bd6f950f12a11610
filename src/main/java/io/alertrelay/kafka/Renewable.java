package io.alertrelay.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka client that can be replaced while it is in use. Kafka's clients use the wall clock for reconnects, metadata
 * refreshes and timeouts: set back an hour, they may wait for that hour. And some failures end a client for good.
 * Requests in flight of the old one end as when it is closed: completed, or failed and retried by the caller.
 *
 * @param <C> a thread-safe client: a producer or an admin client
 */
final class Renewable<C> implements InvocationHandler {
    /** Closing must not wait for an unavailable cluster; what is not acknowledged by then is sent again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<? extends C> maker;
    private final BiConsumer<C, Duration> closer;
    private final Consumer<Renewable<C>> closed;
    private final Predicate<? super C> failed;
    private final C face;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile C current;
    private volatile boolean failedForGood;
    private boolean over;

    /**
     * Makes the first one.
     *
     * @param type the interface by which it is used
     * @param closer closes one within a time
     * @param closed is notified when the user closes it
     * @param failed whether one should be replaced for what it says of itself
     */
    Renewable(
            Class<C> type,
            Supplier<? extends C> maker,
            BiConsumer<C, Duration> closer,
            Consumer<Renewable<C>> closed,
            Predicate<? super C> failed) {
        this.maker = maker;
        this.closer = closer;
        this.closed = closed;
        this.failed = failed;
        this.current = maker.get();
        this.face = type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    /** The client to use; it stays the same. */
    C face() {
        return face;
    }

    /** Whether the current one should be replaced for that, or because it has thrown what it always will. */
    boolean hasFailed() {
        return failedForGood || failed.test(current);
    }

    /**
     * Replaces it.
     *
     * @param prepare is called with the new one before it is used
     */
    void renew(Consumer<C> prepare) {
        C next = maker.get();
        prepare.accept(next);
        closer.accept(exchange(next), PATIENCE);
    }

    /** Returns the replaced one. */
    private C exchange(C next) {
        // No call is in progress, which would find it closed.
        lock.writeLock().lock();
        try {
            return take(next);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private synchronized C take(C next) {
        if (over) {
            return next;
        }
        C before = current;
        current = next;
        failedForGood = false;
        return before;
    }

    private synchronized C last() {
        over = true;
        return current;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("close")) {
            close(args == null ? PATIENCE : (Duration) args[0]);
            return null;
        }
        lock.readLock().lock();
        try {
            return method.invoke(current, args);
        } catch (InvocationTargetException e) {
            if (ClientFailure.isForGood(e.getTargetException())) {
                failedForGood = true;
            }
            throw e.getTargetException();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Closes it for good. */
    void close(Duration atMost) {
        closed.accept(this);
        closer.accept(last(), atMost);
    }

    /** The same with a short timeout. */
    void close() {
        close(PATIENCE);
    }
}
