package io.alertrelay.camel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record of the relay's own that is being made. Texts are UTF-8. */
final class Draft {
    private final ProducerRecord<byte[], byte[]> record;

    /** For the partition that the key gives. */
    Draft(String topic, String key, byte[] value) {
        this.record = new ProducerRecord<>(topic, bytes(key), value);
    }

    /** @param value may be {@code null}: then nothing is said of the key any more */
    Draft(String topic, int partition, String key, byte[] value) {
        this.record = new ProducerRecord<>(topic, partition, bytes(key), value);
    }

    Draft with(String header, String text) {
        record.headers().add(header, bytes(text));
        return this;
    }

    Draft with(String header, Optional<String> text) {
        text.ifPresent(present -> with(header, present));
        return this;
    }

    ProducerRecord<byte[], byte[]> record() {
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
