package io.alertrelay.bench;

import io.alertrelay.sandbox.Received;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What Flashduty took until the last marked alert, read as it grows. */
final class BenchArrivals {
    private final Supplier<List<Received>> accepted;
    private final int wanted;
    private final Set<Optional<String>> marked = new HashSet<>();
    private int read;
    private int others;
    private Instant last = Instant.MIN;

    /** @param accepted all that was taken so far, in order of arrival */
    BenchArrivals(Supplier<List<Received>> accepted, int wanted) {
        this.accepted = accepted;
        this.wanted = wanted;
    }

    /** Whether every marked alert has arrived once. */
    boolean complete() {
        List<Received> all = accepted.get();
        for (; read < all.size() && marked.size() < wanted; read++) {
            Received next = all.get(read);
            if (!StormBodies.isMarked(next.bodyText())) {
                others++;
            } else if (marked.add(next.alertKey())) {
                last = next.receivedAt();
            }
        }
        return marked.size() == wanted;
    }

    /** When the last of them arrived first. */
    Instant last() {
        return last;
    }

    /** How many others arrived before it. */
    int others() {
        return others;
    }
}
