package io.alertrelay.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** An open alert as it stands in the topic of decisions: JSON, version 1. */
public final class OpenAlertJson {
    private static final int VERSION = 1;

    private final ObjectMapper mapper = new ObjectMapper();

    /** As bytes of UTF-8. */
    public byte[] write(OpenAlert alert) {
        ObjectNode root = mapper.createObjectNode();
        root.put("v", VERSION);
        alert.channels().forEach(root.putArray("channels")::add);
        root.put("severity", alert.severity().word());
        root.put("rules", alert.rules());
        root.put("why", alert.why());
        root.put("opened_at", alert.openedAt().toString());
        root.put("seen_at", alert.seenAt().toString());
        return bytes(root);
    }

    /**
     * Reads it.
     *
     * @throws UnreadableDecisionException if it is none, or of another version
     */
    public OpenAlert read(byte[] json) throws UnreadableDecisionException {
        try {
            JsonNode root = mapper.readTree(json);
            if (root == null || root.path("v").asInt() != VERSION) {
                throw new UnreadableDecisionException("the value is no JSON object with \"v\": " + VERSION);
            }
            return new OpenAlert(
                    list(root.path("channels")),
                    severity(text(root, "severity")),
                    text(root, "rules"),
                    text(root, "why"),
                    RecordTime.parse(text(root, "opened_at")),
                    RecordTime.parse(text(root, "seen_at")));
        } catch (IOException | DateTimeException e) {
            throw new UnreadableDecisionException("the value can't be read: " + e.getMessage());
        }
    }

    /** Names of channels as a JSON array. */
    public String list(List<String> channels) {
        try {
            return mapper.writeValueAsString(channels);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("any text can be written as JSON", e);
        }
    }

    /**
     * Names of channels from a JSON array.
     *
     * @throws UnreadableDecisionException if it is none
     */
    public List<String> list(String json) throws UnreadableDecisionException {
        try {
            return list(mapper.readTree(json));
        } catch (JsonProcessingException e) {
            throw new UnreadableDecisionException("a list of channels can't be read: " + e.getOriginalMessage());
        }
    }

    /**
     * A severity by its word.
     *
     * @throws UnreadableDecisionException if there is no such word
     */
    public Severity severity(String word) throws UnreadableDecisionException {
        return Severity.ofWord(word).orElseThrow(() -> new UnreadableDecisionException("no severity: " + word));
    }

    private static List<String> list(JsonNode array) throws UnreadableDecisionException {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        if (!array.isArray()) {
            throw new UnreadableDecisionException("channels is no list");
        }
        return names;
    }

    private static String text(JsonNode root, String name) throws UnreadableDecisionException {
        if (!root.path(name).isTextual()) {
            throw new UnreadableDecisionException("the value has no text " + name);
        }
        return root.path(name).asText();
    }

    private byte[] bytes(ObjectNode root) {
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("any tree can be written as JSON", e);
        }
    }
}
