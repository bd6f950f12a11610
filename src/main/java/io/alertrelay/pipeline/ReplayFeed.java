package io.alertrelay.pipeline;

import io.alertrelay.record.ReplayedRecord;
import java.util.List;

/** Hands the events of a replay over to the routing stage. */
@FunctionalInterface
public interface ReplayFeed {
    /**
     * Returns when all of them are durable.
     *
     * @throws ReplayFeedException if some may not be; it is not known which
     */
    void feed(List<ReplayedRecord> items) throws ReplayFeedException;

    /** Some may not be stored; they are looked up before they are handed over again. */
    final class ReplayFeedException extends Exception {
        public ReplayFeedException(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
