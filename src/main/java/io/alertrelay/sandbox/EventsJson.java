package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What arrived, for programs. Keys are masked: whoever asks for one key knows it already. */
final class EventsJson {
    private static final int MAX_PER_ANSWER = 1000;

    private EventsJson() {}

    /**
     * The oldest 1,000 of them; {@code last} is what to ask for with {@code after} next.
     *
     * @param after the sequence number that the caller asked from
     */
    static ObjectNode of(List<Received> all, long after) {
        List<Received> shown = all.subList(0, Math.min(all.size(), MAX_PER_ANSWER));
        ObjectNode root = SandboxJson.object();
        ArrayNode events = root.putArray("events");
        shown.forEach(received -> events.add(event(received)));
        return root.put(
                "last", shown.isEmpty() ? after : shown.get(shown.size() - 1).sequence());
    }

    private static ObjectNode event(Received received) {
        ObjectNode node = SandboxJson.object()
                .put("sequence", received.sequence())
                .put("received_at", received.receivedAt().toString())
                .put("key", Text.masked(received.integrationKey()))
                .put("path", received.path())
                .put("handling", received.handling().name())
                .put("status", received.status().orElse(null))
                .put("accepted", received.accepted());
        ArrayNode events = node.putArray("alerts");
        received.events()
                .forEach(event -> events.addObject()
                        .put("alert_key", event.alertKey().orElse(null))
                        .put("event_status", event.status().orElse(null))
                        .put("title", event.title()));
        return node.put("body", received.bodyText());
    }
}
