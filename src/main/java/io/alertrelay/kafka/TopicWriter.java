package io.alertrelay.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

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
    public void write(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
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
