package io.alertrelay.find;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.RecordSieve;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Reads a range of a partition; a long one in parallel parts, each with its own thread and client. For one search. */
final class RangeReader implements AutoCloseable {
    /** A shorter part is not worth a thread. */
    private static final int SHORTEST_PART = 8_000;
    /** The approximate memory of a record in addition to its value. */
    private static final int RECORD = 1_000;

    private final List<PartReader> parts;
    private final ExecutorService pool;

    /**
     * What was kept of a range.
     *
     * @param records in their order; not all of them if they are too large
     * @param bytes about how much memory they take
     * @param oldest the time of the oldest record of the range, kept or not; empty if there was none
     */
    record Kept(List<StoredRecord> records, long bytes, Optional<Instant> oldest) {}

    /**
     * @param sieve decides which records are kept; used by several threads
     * @param threads the maximum
     */
    RangeReader(KafkaClients clients, RecordSieve sieve, int threads) {
        this.parts = Stream.generate(() -> new PartReader(clients, sieve))
                .limit(threads)
                .toList();
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "find");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads from an offset to before another one.
     *
     * @param most if several records take more bytes than that, it stops early
     */
    Kept read(String topic, int partition, long from, long to, long most)
            throws ExecutionException, InterruptedException {
        int count = (int) Math.max(1, Math.min(parts.size(), (to - from) / SHORTEST_PART));
        Budget bound = new Budget(most);
        List<Future<Kept>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PartReader part = parts.get(i);
            long begin = from + (to - from) * i / count;
            long end = from + (to - from) * (i + 1) / count;
            all.add(pool.submit(() -> part.read(topic, partition, begin, end, bound)));
        }
        List<StoredRecord> records = new ArrayList<>();
        Optional<Instant> oldest = Optional.empty();
        for (Future<Kept> one : all) {
            Kept kept = one.get();
            records.addAll(kept.records());
            oldest = Stream.concat(oldest.stream(), kept.oldest().stream()).min(Instant::compareTo);
        }
        return new Kept(records, bound.bytes.get(), oldest);
    }

    /** Does not wait: a current read ends first. */
    @Override
    public void close() {
        parts.forEach(part -> pool.execute(part::close));
        pool.shutdown();
    }

    /** What all parts of a range may keep together. */
    private static final class Budget {
        private final long most;
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicInteger records = new AtomicInteger();

        Budget(long most) {
            this.most = most;
        }

        boolean hasRoomAfter(StoredRecord record) {
            long now = bytes.addAndGet(RECORD + record.value().length);
            return records.incrementAndGet() == 1 || now <= most;
        }
    }

    private static final class PartReader {
        private final KafkaClients clients;
        private final RecordSieve sieve;
        private Optional<TopicReader> open = Optional.empty();

        PartReader(KafkaClients clients, RecordSieve sieve) {
            this.clients = clients;
            this.sieve = sieve;
        }

        /** The client is created by the thread that reads first, so that several are created in parallel. */
        synchronized Kept read(String topic, int partition, long from, long to, Budget bound) {
            TopicReader reader = open.orElseGet(() -> TopicReader.sieving(clients, sieve));
            open = Optional.of(reader);
            List<StoredRecord> kept = new ArrayList<>();
            reader.read(topic, Map.of(partition, from), Map.of(partition, to), record -> {
                kept.add(record);
                return bound.hasRoomAfter(record);
            });
            return new Kept(kept, 0, reader.oldestRead());
        }

        synchronized void close() {
            open.ifPresent(TopicReader::close);
        }
    }
}
