package io.alertrelay.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes single records, for what is written seldom. */
public final class TopicWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    public TopicWriter(KafkaClients clients) {
        this.producer = clients.writer();
    }

    /**
     * Writes a record and returns when it is acknowledged.
     *
     * @throws ExecutionException if it is not, within some ten seconds
     */
    public WrittenRecord write(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        return write(topic, key, value, Map.of());
    }

    /**
     * Likewise with headers, as text by name.
     *
     * @throws ExecutionException if it is not acknowledged, within some ten seconds
     */
    public WrittenRecord write(String topic, String key, byte[] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        RecordMetadata ack = begin(topic, key, value, headers).get();
        return new WrittenRecord(ack.partition(), ack.offset());
    }

    /**
     * Likewise without waiting: many that are begun go out together, in this order.
     *
     * @return fails if the record is not acknowledged, within some ten seconds
     */
    public Future<RecordMetadata> begin(String topic, String key, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return producer.send(record);
    }

    /** Likewise to a partition of the caller's choice. */
    public Future<RecordMetadata> begin(
            String topic, int partition, String key, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return producer.send(record);
    }

    /**
     * Writes that there is nothing under a key any more, and returns when it is acknowledged.
     *
     * @throws ExecutionException if it is not, within some ten seconds
     */
    public void remove(String topic, String key) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null))
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
