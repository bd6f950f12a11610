package io.alertrelay.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The title of an event in a channel's topic, in either format. */
public final class EventTitle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventTitle() {}

    /** The title, or the name of the alert; empty if the bytes have neither. */
    public static String of(byte[] event) {
        try {
            JsonNode node = JSON.readTree(event);
            String title = node.path("title_rule").asText("");
            return title.isEmpty() ? node.at("/alerts/0/labels/alertname").asText("") : title;
        } catch (IOException e) {
            return "";
        }
    }
}
