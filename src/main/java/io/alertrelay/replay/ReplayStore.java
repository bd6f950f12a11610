package io.alertrelay.replay;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Reads and writes the topic of replays: the orders, the control orders and the progress. */
public final class ReplayStore {
    private static final int MOST_AT_A_TIME = 100;

    private final KafkaClients clients;
    private final String topic;

    public ReplayStore(KafkaClients clients, TopicNames names) {
        this.clients = clients;
        this.topic = names.replays();
    }

    /** All replays in the topic. */
    public ReplayTable read() {
        ReplayTable table = new ReplayTable();
        try (TopicReader reader = new TopicReader(clients)) {
            read(reader, 0, table);
        }
        return table;
    }

    /**
     * Reads further records; from the beginning, into a table that is emptied first, if it is another topic of that
     * name.
     *
     * @param from the offset
     * @return the offset from which to read next time
     */
    public long read(TopicReader reader, long from, ReplayTable table) {
        long end = reader.ends(topic).getOrDefault(0, 0L);
        if (end < from) {
            table.clear();
        }
        long start = Math.max(end < from ? 0 : from, reader.starts(topic).getOrDefault(0, 0L));
        if (end > start) {
            SkippedRecords unread = new SkippedRecords(topic);
            reader.read(topic, Map.of(0, start), Map.of(0, end), unread.passingOver(record -> {
                table.add(record);
                return true;
            }));
            unread.log();
        }
        return Math.max(start, end);
    }

    /**
     * Removes replays that ended before that time, a hundred at most: others wait for it.
     *
     * @param table what was read so far
     * @throws ExecutionException if Kafka does not take it; some may be removed
     */
    void forget(TopicWriter writer, ReplayTable table, Instant before) throws ExecutionException, InterruptedException {
        int removed = 0;
        for (ReplayEntry entry : table.all()) {
            if (removed < MOST_AT_A_TIME
                    && entry.isEnded()
                    && entry.progress().at().isBefore(before)) {
                String id = entry.order().id();
                // The order first: without its progress it would be carried out again.
                for (String key : List.of(id, ReplayControl.key(id), ReplayProgress.key(id))) {
                    writer.remove(topic, key);
                }
                removed++;
            }
        }
    }

    /** @throws ExecutionException if it is not stored */
    void write(ReplayOrder order) throws ExecutionException, InterruptedException {
        write(order.draft());
    }

    /** @throws ExecutionException if it is not stored */
    void write(String id, ReplayControl control) throws ExecutionException, InterruptedException {
        write(control.draft(id));
    }

    /** @throws ExecutionException if it is not stored */
    void write(TopicWriter writer, String id, ReplayProgress progress) throws ExecutionException, InterruptedException {
        writer.write(topic, progress.draft(id));
    }

    private void write(NewRecord draft) throws ExecutionException, InterruptedException {
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(topic, draft);
        }
    }
}
