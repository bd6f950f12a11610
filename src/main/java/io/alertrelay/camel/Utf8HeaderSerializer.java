package io.alertrelay.camel;

import java.nio.charset.StandardCharsets;
import org.apache.camel.component.kafka.serde.KafkaHeaderSerializer;

/**
 * Serializes headers: texts in UTF-8. Camel's own serializer uses the charset of the JVM, under which a channel's name
 * may become {@code ???}, and writes numbers as bytes that no reader of the relay takes for numbers.
 */
final class Utf8HeaderSerializer implements KafkaHeaderSerializer {
    @Override
    public byte[] serialize(String key, Object value) {
        return value instanceof byte[] bytes ? bytes : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }
}
