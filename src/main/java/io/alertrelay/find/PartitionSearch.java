package io.alertrelay.find;

import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * One partition, read from its newest record to its oldest, in pieces: a small one first, so that what came just now is
 * found at once, then larger ones. A piece is read forwards and gone through backwards, so what of it may be meant is
 * held in memory; if that is too much, the piece is made smaller.
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
    private final SearchPlace.Before begin;
    private final Deque<Hit> found = new ArrayDeque<>();
    private SearchPlace.Before before;
    private Instant reached = Instant.MAX;
    private int piece = SMALLEST_PIECE;

    /**
     * @param name in a {@link SearchPlace}
     * @param first the offset at which it ends
     * @param before where it begins
     */
    PartitionSearch(
            String name,
            RangeReader reader,
            String topic,
            int partition,
            long first,
            SearchPlace.Before before,
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

    /** Whether something is left to be read. */
    boolean isOpen() {
        return before.alerts() > 0 || before.offset() > first;
    }

    /** How many records there were to read, and how many were. */
    long total() {
        return Math.max(0, begin.offset() - first);
    }

    long searched() {
        return isOpen() ? begin.offset() - before.offset() : total();
    }

    /** When what was read last was stored, about: what is still to come is older. */
    Instant reached() {
        return reached;
    }

    /** What was found and not been taken yet, the newest first. */
    Deque<Hit> found() {
        return found;
    }

    /** Where to go on, if what was found and not taken is to be found again. */
    SearchPlace.Before place() {
        Hit next = found.peekFirst();
        if (next == null) {
            return before;
        }
        return next.index() == 0
                ? new SearchPlace.Before(next.offset() + 1, 0)
                : new SearchPlace.Before(next.offset(), next.index());
    }

    /**
     * Reads one piece more.
     *
     * @param most after so many hits it stops early
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
                    before = new SearchPlace.Before(hit.offset(), hit.index() + 1);
                    return;
                }
            }
        }
        before = new SearchPlace.Before(from, 0);
    }
}
