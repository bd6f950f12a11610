package io.alertrelay.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits to be routed. Each integration has a queue of its own, in which records keep their order; these take
 * turns, so that an integration with much to route does not hold up others. Bounded by what the offset tracker lets the
 * consumer fetch. Thread-safe; only one thread takes.
 */
final class RoutingQueue {
    private final Map<Key, IntegrationQueue> queues = new LinkedHashMap<>();
    private boolean closed;

    private record Key(TopicPartition partition, String integration) {}

    /** The records of one integration in one partition; or the replayed events of a partition. */
    static final class IntegrationQueue {
        private final Key key;
        private final Deque<PolledRecord> waiting = new ArrayDeque<>();
        private Optional<WebhookInProgress> underWay = Optional.empty();

        private IntegrationQueue(Key key) {
            this.key = key;
        }

        /** The first record, if part of it is already routed; for the thread that takes. */
        Optional<WebhookInProgress> underWay() {
            return underWay;
        }

        void underWay(WebhookInProgress webhook) {
            underWay = Optional.of(webhook);
        }
    }

    /** A record is to be routed. */
    synchronized void add(PolledRecord record) {
        queues.computeIfAbsent(key(record), IntegrationQueue::new).waiting.add(record);
        notifyAll();
    }

    /** Waits until there is a record; false if it is closed, whatever waits. For the thread that takes. */
    synchronized boolean awaitRecords() throws InterruptedException {
        while (queues.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    /** Nothing is taken any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * The queue whose turn it is; empty if none of them has one.
     *
     * @param hasRoom whether a partition, by its number, may have a turn
     */
    synchronized Optional<IntegrationQueue> next(IntPredicate hasRoom) {
        return queues.values().stream()
                .filter(queue -> hasRoom.test(queue.key.partition().partition()))
                .findFirst();
    }

    /** The first record of the queue, which stays there until it is {@link #done}. */
    synchronized PolledRecord first(IntegrationQueue queue) {
        return queue.waiting.getFirst();
    }

    /** The first record of the queue is done with; the next one has its turn. */
    synchronized void done(IntegrationQueue queue) {
        queue.waiting.removeFirst();
        queue.underWay = Optional.empty();
        endTurn(queue);
    }

    /** The next queue has its turn. */
    synchronized void endTurn(IntegrationQueue queue) {
        queues.remove(queue.key);
        if (!queue.waiting.isEmpty()) {
            queues.put(queue.key, queue);
        }
    }

    private static Key key(PolledRecord record) {
        String integration =
                record instanceof PolledWebhook webhook ? webhook.webhook().integration() : "";
        return new Key(record.position().partition(), integration);
    }
}
