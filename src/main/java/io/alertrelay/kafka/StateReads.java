package io.alertrelay.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What partitions wait for before they can be handled, mostly state that is being read, and the progress: for health.
 * Thread-safe.
 */
public final class StateReads {
    private final Map<String, Read> reads = new ConcurrentHashMap<>();

    /** A read. Ends when it is closed. */
    public static final class Read implements AutoCloseable {
        private final StateReads all;
        private final String what;
        private final long from;
        private final long to;
        private volatile long at;

        private Read(StateReads all, String what, long from, long to) {
            this.all = all;
            this.what = what;
            this.from = from;
            this.to = to;
            this.at = from;
        }

        /** The record at that offset is read. */
        public void at(long offset) {
            at = offset;
        }

        private String text() {
            long part = to <= from ? 100 : Math.min(100, Math.max(0, (at - from) * 100 / (to - from)));
            return what + ": " + part + " %, at offset " + at + " of " + to;
        }

        @Override
        public void close() {
            all.reads.remove(what, this);
        }
    }

    /**
     * Begins one.
     *
     * @param what for people, such as {@code reading decisions of partition 3}
     * @param from offset, inclusive
     * @param to exclusive
     */
    public Read begin(String what, long from, long to) {
        Read read = new Read(this, what, from, to);
        reads.put(what, read);
        return read;
    }

    /** A line for each current read. */
    public List<String> underWay() {
        return reads.values().stream().map(Read::text).sorted().toList();
    }
}
