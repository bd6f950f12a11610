package io.alertrelay.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.testing.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How deliveries ended, read from the receipts by a bystander. */
record DeliveryEndings(Map<String, JsonNode> byDelivery) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The receipts that are there now; the first of a delivery counts. */
    static DeliveryEndings read(Rig rig) {
        Map<String, JsonNode> first = new LinkedHashMap<>();
        rig.topics().read(rig.names().receipts()).forEach(receipt -> first.putIfAbsent(receipt.key(), json(receipt)));
        return new DeliveryEndings(first);
    }

    /** Of that delivery, if it has ended. */
    Optional<JsonNode> of(String delivery) {
        return Optional.ofNullable(byDelivery.get(delivery));
    }

    /** The id of a delivery by its record in the topic of its channel. */
    static String id(ConsumerRecord<String, byte[]> record, String channel) {
        return Topics.header(record, "receipt").orElseThrow() + "/"
                + Topics.header(record, "index").orElseThrow() + "/" + channel;
    }

    /** The number of the post that a record of a channel's topic came in. */
    static int number(ConsumerRecord<String, byte[]> record) {
        return Posts.numberIn(json(record).path("description").asText());
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
