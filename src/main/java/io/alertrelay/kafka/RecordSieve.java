package io.alertrelay.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;

/** Filters raw records before they are deserialized. */
@FunctionalInterface
public interface RecordSieve {
    /**
     * Whether it is kept.
     *
     * @param value from its position to its limit; must not be changed or kept
     */
    boolean keeps(String topic, Headers headers, ByteBuffer value);
}
