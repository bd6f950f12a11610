package io.alertrelay.kafka;

import io.alertrelay.record.NewRecord;
import io.alertrelay.record.Place;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes single records to topics that are seldom written. */
public final class TopicWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    public TopicWriter(KafkaClients clients) {
        this.producer = clients.writer();
    }

    /**
     * Writes a record and returns when it is acknowledged.
     *
     * @return where it is
     * @throws ExecutionException if it is not, within some ten seconds
     */
    public Place write(String topic, NewRecord draft) throws ExecutionException, InterruptedException {
        RecordMetadata ack = begin(topic, draft).get();
        return new Place(ack.partition(), ack.offset());
    }

    /**
     * Writes a record without headers and returns when it is acknowledged.
     *
     * @return where it is
     * @throws ExecutionException if it is not acknowledged, within some ten seconds
     */
    public Place write(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        return write(topic, NewRecord.of(key, value));
    }

    /**
     * The same without waiting: records are batched, in this order.
     *
     * @return fails if the record is not acknowledged, within some ten seconds
     */
    public Future<RecordMetadata> begin(String topic, NewRecord draft) {
        return producer.send(KafkaRecords.of(topic, draft));
    }

    /** The same to a given partition. */
    public Future<RecordMetadata> begin(String topic, int partition, NewRecord draft) {
        return producer.send(KafkaRecords.of(topic, partition, draft));
    }

    /**
     * Writes a tombstone for a key and returns when it is acknowledged.
     *
     * @throws ExecutionException if it is not, within some ten seconds
     */
    public void remove(String topic, String key) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null))
                .get();
    }

    /**
     * Waits for what was written, but no longer than until this thread is interrupted: closing then completes on
     * another thread.
     */
    @Override
    public void close() {
        // Kafka's client reports an error if the thread that closes it is interrupted, as happens to periodic jobs at a
        // stop.
        Thread closing = new Thread(producer::close, "close-writer");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
