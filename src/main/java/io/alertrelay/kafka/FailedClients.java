package io.alertrelay.kafka;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has clients replaced that could not authenticate, or failed for good: what was wrong may be right by now, and they
 * would not notice. Not at once, and less and less often while that fails again. For one thread.
 */
final class FailedClients {
    private static final Logger LOG = LoggerFactory.getLogger(FailedClients.class);
    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final BooleanSupplier failed;
    private final Runnable renew;
    private final LongSupplier clock;
    private Duration rest = FIRST_REST;
    /** When it was first seen that a client had failed, since some were replaced. */
    private OptionalLong since = OptionalLong.empty();

    private long lastSeen;

    /**
     * @param failed whether there are such clients
     * @param renew replaces them
     * @param clock nanoseconds of a monotonic clock
     */
    FailedClients(BooleanSupplier failed, Runnable renew, LongSupplier clock) {
        this.failed = failed;
        this.renew = renew;
        this.clock = clock;
    }

    /** To be called every few seconds. */
    void look() {
        long now = clock.getAsLong();
        if (failed.getAsBoolean()) {
            lastSeen = now;
            since = OptionalLong.of(since.orElse(now));
            if (now - since.getAsLong() >= rest.toNanos()) {
                renew();
            }
        } else if (now - lastSeen >= LONGEST_REST.toNanos()) {
            rest = FIRST_REST;
        }
    }

    private void renew() {
        since = OptionalLong.empty();
        Duration twice = rest.multipliedBy(2);
        rest = twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
        LOG.warn("clients of Kafka that could not authenticate, or have failed for good, are replaced");
        try {
            renew.run();
        } catch (KafkaException e) {
            LOG.warn("clients of Kafka not replaced, tried again: {}", RecordFault.describe(e));
        }
    }
}
