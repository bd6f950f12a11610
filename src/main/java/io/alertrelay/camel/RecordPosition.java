package io.alertrelay.camel;

import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;

/**
 * Where in Kafka the record is that a message was made from: a place with its topic, as the consumer that read it is
 * told by it what is settled. In records, places are of a topic that is known: {@code record.Place}.
 */
record RecordPosition(TopicPartition partition, long offset) {
    static RecordPosition of(Message message) {
        return new RecordPosition(
                new TopicPartition(
                        FromExchange.header(message, KafkaConstants.TOPIC, String.class),
                        FromExchange.header(message, KafkaConstants.PARTITION, Integer.class)),
                FromExchange.header(message, KafkaConstants.OFFSET, Long.class));
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
                Instant.ofEpochMilli(Optional.ofNullable(message.getHeader(KafkaConstants.TIMESTAMP, Long.class))
                        .orElse(0L)),
                Optional.ofNullable(message.getHeader(KafkaConstants.KEY, String.class))
                        .orElse(""),
                headers,
                value == null ? new byte[0] : value);
    }
}
