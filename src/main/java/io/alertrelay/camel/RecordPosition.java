package io.alertrelay.camel;

import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;

/** Where in Kafka the record is that a message was made from. */
record RecordPosition(TopicPartition partition, long offset) {
    static RecordPosition of(Message message) {
        return new RecordPosition(
                new TopicPartition(
                        message.getHeader(KafkaConstants.TOPIC, String.class),
                        message.getHeader(KafkaConstants.PARTITION, Integer.class)),
                message.getHeader(KafkaConstants.OFFSET, Long.class));
    }

    /** The record itself. */
    StoredRecord record(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof byte[] bytes) {
                headers.put(name, new String(bytes, StandardCharsets.UTF_8));
            } else if (value instanceof String text) {
                headers.put(name, text);
            }
        });
        byte[] value = message.getBody(byte[].class);
        return new StoredRecord(
                partition.partition(),
                offset,
                Instant.ofEpochMilli(message.getHeader(KafkaConstants.TIMESTAMP, 0L, Long.class)),
                message.getHeader(KafkaConstants.KEY, "", String.class),
                headers,
                value == null ? new byte[0] : value);
    }
}
