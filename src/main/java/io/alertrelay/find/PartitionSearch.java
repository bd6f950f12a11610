package io.alertrelay.find;

import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Reads one partition from its newest record to its oldest, in pieces: first a small one, so that recent alerts are
 * found at once, then larger ones. A piece is read forwards and evaluated backwards, so its possible matches are held
 * in memory; if they are too many, the piece is made smaller.
 */
final class PartitionSearch {
    private static final int SMALLEST_PIECE = 1_000;
    private static final int LARGEST_PIECE = 128_000;
    private static final int GROWTH = 4;
    private static final long MOST_BYTES = 16L << 20;

    private final String name;
    private final RangeReader reader;
    private final String topic;
    private final int partition;
    private final long first;
    private final RecordReading reading;
    private final SearchCursor.Before begin;
    private final Deque<Hit> found = new ArrayDeque<>();
    private SearchCursor.Before before;
    private Instant reached = Instant.MAX;
    private int piece = SMALLEST_PIECE;

    /**
     * @param name in a {@link SearchCursor}
     * @param first the offset at which it ends
     * @param before where it begins
     */
    PartitionSearch(
            String name,
            RangeReader reader,
            String topic,
            int partition,
            long first,
            SearchCursor.Before before,
            RecordReading reading) {
        this.name = name;
        this.reader = reader;
        this.topic = topic;
        this.partition = partition;
        this.first = first;
        this.begin = before;
        this.before = before;
        this.reading = reading;
    }

    String name() {
        return name;
    }

    /** Whether something is left to read. */
    boolean isOpen() {
        return before.alerts() > 0 || before.offset() > first;
    }

    /** How many records there are to read. */
    long total() {
        return Math.max(0, begin.offset() - first);
    }

    long searched() {
        return isOpen() ? begin.offset() - before.offset() : total();
    }

    /** About when the last record that was read was stored: everything still to come is older. */
    Instant reached() {
        return reached;
    }

    /** The hits that were not taken yet, the newest first. */
    Deque<Hit> found() {
        return found;
    }

    /** Where to continue, so that hits that were not taken are found again. */
    SearchCursor.Before place() {
        Hit next = found.peekFirst();
        if (next == null) {
            return before;
        }
        return next.index() == 0
                ? new SearchCursor.Before(next.offset() + 1, 0)
                : new SearchCursor.Before(next.offset(), next.index());
    }

    /**
     * Reads one more piece.
     *
     * @param most the number of hits after which it stops early
     */
    void more(int most) throws ExecutionException, InterruptedException {
        long to = before.alerts() > 0 ? before.offset() + 1 : before.offset();
        long from = Math.max(first, to - piece);
        RangeReader.Kept read = reader.read(topic, partition, from, to, MOST_BYTES);
        while (read.bytes() > MOST_BYTES && read.records().size() > 1) {
            piece = Math.max(1, piece / GROWTH);
            from = Math.max(first, to - piece);
            read = reader.read(topic, partition, from, to, MOST_BYTES);
        }
        if (read.bytes() < MOST_BYTES / GROWTH / GROWTH) {
            piece = Math.min(LARGEST_PIECE, piece * GROWTH);
        }
        read.oldest().filter(reached::isAfter).ifPresent(oldest -> reached = oldest);
        List<StoredRecord> candidates = read.records();
        for (int i = candidates.size() - 1; i >= 0; i--) {
            StoredRecord record = candidates.get(i);
            for (Hit hit : reading.hits(record, record.offset() == before.offset() ? before.alerts() : 0)) {
                found.add(hit);
                if (found.size() >= most) {
                    reached = record.storedAt();
                    before = new SearchCursor.Before(hit.offset(), hit.index() + 1);
                    return;
                }
            }
        }
        before = new SearchCursor.Before(from, 0);
    }
}
