package io.alertrelay.pipeline;

import io.alertrelay.record.ReplayedRecord;
import java.util.List;

/** Takes what a replay sends, and hands it over to the routing stage. */
@FunctionalInterface
public interface ReplayFeed {
    /**
     * Returns when all of them are durable.
     *
     * @throws ReplayFeedException if some may not be: it can't be said which
     */
    void feed(List<ReplayedRecord> items) throws ReplayFeedException;

    /** Some may not be stored; they are looked up before they are fed again. */
    final class ReplayFeedException extends Exception {
        public ReplayFeedException(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
