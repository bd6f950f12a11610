package io.alertrelay.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** What arrived, in order, up to a number of requests and of bytes; beyond them the oldest are dropped. */
final class ReceivedLog {
    private final int maxRequests;
    private final long maxBytes;
    private final Deque<Received> requests = new ArrayDeque<>();
    private long bytes;

    ReceivedLog(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    synchronized void add(Received received) {
        requests.addLast(received);
        bytes += received.size();
        while (requests.size() > 1 && (requests.size() > maxRequests || bytes > maxBytes)) {
            bytes -= requests.removeFirst().size();
        }
    }

    synchronized List<Received> matching(Predicate<Received> condition) {
        return requests.stream().filter(condition).toList();
    }
}
