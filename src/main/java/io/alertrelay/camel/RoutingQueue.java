package io.alertrelay.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits to be routed. Each integration has a lane of its own, in which records keep their order; the lanes take
 * turns, so that an integration with much to route does not hold up others. Bounded by what the offset tracker lets the
 * consumer fetch. Thread-safe; only one thread takes.
 */
final class RoutingQueue {
    private final Map<Key, Lane> lanes = new LinkedHashMap<>();
    private boolean closed;

    private record Key(TopicPartition partition, String integration) {}

    /** The records of one integration in one partition; or the replayed events of a partition. */
    static final class Lane {
        private final Key key;
        private final Deque<PolledRecord> waiting = new ArrayDeque<>();
        private Optional<WebhookInProgress> underWay = Optional.empty();

        private Lane(Key key) {
            this.key = key;
        }

        /** Of its first record that part of which was routed already; for the thread that takes. */
        Optional<WebhookInProgress> underWay() {
            return underWay;
        }

        void underWay(WebhookInProgress webhook) {
            underWay = Optional.of(webhook);
        }
    }

    /** A record is to be routed. */
    synchronized void add(PolledRecord record) {
        lanes.computeIfAbsent(key(record), Lane::new).waiting.add(record);
        notifyAll();
    }

    /** Waits until there is a record; false if it is closed, whatever waits. For the thread that takes. */
    synchronized boolean awaitRecords() throws InterruptedException {
        while (lanes.isEmpty() && !closed) {
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
     * The lane whose turn it is; empty if none of them has one.
     *
     * @param hasRoom whether a partition, by its number, may have a turn
     */
    synchronized Optional<Lane> next(IntPredicate hasRoom) {
        return lanes.values().stream()
                .filter(lane -> hasRoom.test(lane.key.partition().partition()))
                .findFirst();
    }

    /** The first record of the lane, which stays there until it is {@link #done}. */
    synchronized PolledRecord first(Lane lane) {
        return lane.waiting.getFirst();
    }

    /** The first record of the lane is done with; the next lane has its turn. */
    synchronized void done(Lane lane) {
        lane.waiting.removeFirst();
        lane.underWay = Optional.empty();
        endTurn(lane);
    }

    /** The next lane has its turn. */
    synchronized void endTurn(Lane lane) {
        lanes.remove(lane.key);
        if (!lane.waiting.isEmpty()) {
            lanes.put(lane.key, lane);
        }
    }

    private static Key key(PolledRecord record) {
        String integration =
                record instanceof PolledWebhook webhook ? webhook.webhook().integration() : "";
        return new Key(record.position().partition(), integration);
    }
}
