package io.alertrelay.camel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Messages that steps make, as the records that they stand for; with the relay's own headers, and no others. */
final class StoredMessages {
    private StoredMessages() {}

    /** @param topic of a message that names none */
    static List<ProducerRecord<byte[], byte[]>> records(List<Message> messages, String topic) {
        return messages.stream().map(message -> record(message, topic)).toList();
    }

    private static ProducerRecord<byte[], byte[]> record(Message message, String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                message.getHeader(KafkaConstants.OVERRIDE_TOPIC, topic, String.class),
                message.getHeader(KafkaConstants.PARTITION_KEY, Integer.class),
                bytes(message.getHeader(KafkaConstants.KEY, String.class)),
                (byte[]) message.getBody());
        for (String name : RecordHeaders.names()) {
            RecordHeaders.text(message, name).ifPresent(text -> record.headers().add(name, bytes(text)));
        }
        return record;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
