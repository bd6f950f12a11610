package io.alertrelay.kafka.embedded;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * The clock of the embedded broker: the wall clock as it was at the start, and from then on the time that has passed,
 * whatever the wall clock is set to. Kafka's controller measures short waits by the wall clock: a topic that was just
 * being created or deleted when that was set back kept all others from it until the clock was where it had been (class
 * {@code BatchAccumulator} of Kafka). Records have the times that producers give them, and Kafka deletes none of the relay's
 * by age. What is compacted is kept for a day before, by this clock: a wall clock that was wrong at the start is to be
 * followed by a restart.
 */
final class SteadyTime implements Time {
    private final long begin;
    private final long beginNanos;
    private final LongSupplier nanos;

    /**
     * @param wall milliseconds since 1970; asked once
     * @param nanos as {@link System#nanoTime} gives them
     */
    SteadyTime(LongSupplier wall, LongSupplier nanos) {
        this.begin = wall.getAsLong();
        this.beginNanos = nanos.getAsLong();
        this.nanos = nanos;
    }

    @Override
    public long milliseconds() {
        return begin + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - beginNanos);
    }

    @Override
    public long nanoseconds() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long ms) {
        Utils.sleep(ms);
    }

    @Override
    public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        synchronized (obj) {
            while (!condition.get()) {
                long left = deadlineMs - milliseconds();
                if (left <= 0) {
                    throw new TimeoutException("The condition was not met in time.");
                }
                obj.wait(left);
            }
        }
    }
}
