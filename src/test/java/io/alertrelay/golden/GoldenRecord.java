package io.alertrelay.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a topic as a line of JSON. Texts are UTF-8; a value that is none is in Base64. */
record GoldenRecord(String topic, StoredRecord stored, boolean tombstone) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String line(ConsumerRecord<String, byte[]> record) {
        ObjectNode node = JSON.createObjectNode()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", record.timestamp())
                .put("key", record.key());
        ArrayNode headers = node.putArray("headers");
        record.headers()
                .forEach(header ->
                        headers.addArray().add(header.key()).add(new String(header.value(), StandardCharsets.UTF_8)));
        if (record.value() == null) {
            return node.putNull("value").toString();
        }
        String text = new String(record.value(), StandardCharsets.UTF_8);
        return (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), record.value())
                        ? node.put("value", text)
                        : node.put("value", record.value()).put("binary", true))
                .toString();
    }

    static GoldenRecord of(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            Map<String, String> headers = new HashMap<>();
            node.path("headers")
                    .forEach(header ->
                            headers.put(header.path(0).asText(), header.path(1).asText()));
            byte[] value = node.path("binary").asBoolean()
                    ? node.path("value").binaryValue()
                    : node.path("value").asText("").getBytes(StandardCharsets.UTF_8);
            boolean tombstone = node.path("value").isNull();
            return new GoldenRecord(
                    node.path("topic").asText(),
                    new StoredRecord(
                            node.path("partition").asInt(),
                            node.path("offset").asLong(),
                            Instant.ofEpochMilli(node.path("timestamp").asLong()),
                            node.path("key").asText(""),
                            headers,
                            tombstone ? new byte[0] : value),
                    tombstone);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
