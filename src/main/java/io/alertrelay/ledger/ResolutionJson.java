package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;

/** A decision as JSON: the value of its record, and what commands print of it. */
public final class ResolutionJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResolutionJson() {}

    /** All but what it is about, which a header says. */
    public static ObjectNode write(Resolution resolution) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("decision", resolution.decision().word())
                .put("by", resolution.by())
                .put("at", resolution.at().toString());
        if (!resolution.reason().isBlank()) {
            node.put("reason", resolution.reason());
        }
        resolution.receipt().ifPresent(receipt -> node.put("receipt", receipt));
        resolution.replay().ifPresent(replay -> node.put("replay", replay));
        return node;
    }

    /**
     * Reads it back; empty if it is none.
     *
     * @param about the id of the record that it is about
     */
    public static Optional<Resolution> read(String about, byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            Optional<Resolution.Decision> decision =
                    Resolution.Decision.of(node.path("decision").asText());
            if (decision.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Resolution(
                    about,
                    decision.get(),
                    node.path("by").asText(),
                    RecordTime.parse(node.path("at").asText()),
                    node.path("reason").asText(),
                    text(node, "receipt"),
                    text(node, "replay")));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText()).filter(text -> !text.isBlank());
    }
}
