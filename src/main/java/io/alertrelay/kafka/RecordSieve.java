package io.alertrelay.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;

/**
 * Says of a record, as Kafka's client has it, whether anybody needs it: before anything is made of it.
 */
@FunctionalInterface
public interface RecordSieve {
    /**
     * Whether it is kept.
     *
     * @param value from its position to its limit; not to be changed, and gone afterwards
     */
    boolean keeps(String topic, Headers headers, ByteBuffer value);
}
