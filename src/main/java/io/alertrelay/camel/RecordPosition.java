package io.alertrelay.camel;

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
}
