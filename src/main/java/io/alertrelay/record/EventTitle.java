package io.alertrelay.record;

import com.fasterxml.jackson.databind.JsonNode;

/** The title of an event in a channel's topic, in either format. */
public final class EventTitle {
    private EventTitle() {}

    /** The title, or the name of the alert; empty if the bytes have neither. */
    public static String of(byte[] event) {
        return RecordJson.object(event).map(EventTitle::of).orElse("");
    }

    private static String of(JsonNode event) {
        String title = event.path("title_rule").asText("");
        return title.isEmpty() ? event.at("/alerts/0/labels/alertname").asText("") : title;
    }
}
