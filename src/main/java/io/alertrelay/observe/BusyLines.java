package io.alertrelay.observe;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what happens to each alert: one line each while the log stays readable for a person, and beyond that a summary
 * once a second. The single lines then go to DEBUG; the receipts have everything. Thread-safe.
 */
final class BusyLines {
    /** Lines a second, of all kinds together; beyond that they are counted until a second has fewer. */
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final long SECOND = 1_000_000_000;

    private final LongSupplier nanos;
    private final Executor inASecond;
    private final Map<String, Integer> counted = new TreeMap<>();
    private boolean busy;
    private long since;
    private int written;

    /**
     * A log that is not busy.
     *
     * @param nanos a monotonic clock
     * @param inASecond runs its argument a second later
     */
    BusyLines(LongSupplier nanos, Executor inASecond) {
        this.nanos = nanos;
        this.inASecond = inASecond;
        this.since = nanos.getAsLong();
    }

    /**
     * It happened once more; returns the level at which to log its own line.
     *
     * @param what the event, which is the first word of its line
     */
    synchronized Level level(String what) {
        if (!busy && single()) {
            return Level.INFO;
        }
        if (!busy) {
            busy = true;
            inASecond.execute(this::summarise);
        }
        counted.merge(what, 1, Integer::sum);
        return Level.DEBUG;
    }

    private boolean single() {
        long now = nanos.getAsLong();
        if (now - since >= SECOND) {
            since = now;
            written = 0;
        }
        return ++written <= MOST;
    }

    private void summarise() {
        String counts = taken();
        if (!counts.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue(LogKeys.EVENT, "summary")
                    .log("{} within a second, too many for a line each: those are at --log-level debug", counts);
        }
    }

    private synchronized String taken() {
        String counts = counted.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
        busy = counted.values().stream().mapToInt(Integer::intValue).sum() > MOST;
        counted.clear();
        if (busy) {
            inASecond.execute(this::summarise);
        } else {
            since = nanos.getAsLong();
            written = 0;
        }
        return counts;
    }
}
