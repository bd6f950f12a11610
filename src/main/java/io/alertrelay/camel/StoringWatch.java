package io.alertrelay.camel;

import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Reports a topic to which the public port can't write, once nothing was stored in it for a while in spite of attempts.
 * A single failure, as in a burst, does not count. That it fails is believed for some minutes: when the next post
 * comes, which shows whether it still does, is up to its sender. Thread-safe.
 */
final class StoringWatch {
    private static final Duration ENOUGH = Duration.ofSeconds(3);
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final TopicFaults faults;
    private final LongSupplier nanos;
    /** The time of the first failure since something was stored, by topic. */
    private final Map<String, Long> failing = new ConcurrentHashMap<>();

    /** @param nanos monotonic time, as {@link System#nanoTime} gives it */
    StoringWatch(TopicFaults faults, LongSupplier nanos) {
        this.faults = faults;
        this.nanos = nanos;
    }

    /** Something was stored in the topic. */
    void stored(String topic) {
        if (failing.remove(topic) != null) {
            faults.clear(topic, TopicFault.Kind.WRITE);
        }
    }

    /** Something was not. */
    void failed(String topic, Throwable failure) {
        long now = nanos.getAsLong();
        long since = failing.merge(topic, now, (first, again) -> first);
        if (now - since > ENOUGH.toNanos()) {
            faults.report(
                    topic,
                    TopicFault.Kind.WRITE,
                    "what must be stored in it is answered 503: " + RecordFault.describe(failure),
                    BELIEVED);
        }
    }
}
