package io.alertrelay.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Derives changes of channels' states from a relay's successive statuses. A channel that runs when it is first seen is
 * not reported, and neither is one that is held and just being probed, which happens every few seconds. Of one that
 * another relay has nothing is known here.
 */
final class ChannelWatch {
    private static final String RUNNING = FlowEvent.Kind.RUNNING.word();

    private static final String PROBING = "probing";

    private static final String ELSEWHERE = "elsewhere";

    private final InstantSource clock;
    private final Map<String, String> states = new HashMap<>();

    ChannelWatch(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The changes since the last call.
     *
     * @param status as {@code /api/v1/status} has it
     */
    List<FlowEvent> changes(JsonNode status) {
        List<FlowEvent> changes = new ArrayList<>();
        Instant now = clock.instant();
        for (JsonNode channel : status.path("channels")) {
            String name = channel.path("name").asText();
            String stated = channel.path("state").asText();
            if (stated.equals(ELSEWHERE)) {
                continue;
            }
            String state = stated.equals(PROBING) ? FlowEvent.Kind.HELD.word() : stated;
            String before = states.put(name, state);
            if (!state.equals(before == null ? RUNNING : before)) {
                FlowEvent.Kind.of(state).ifPresent(kind -> changes.add(new FlowEvent(kind, now, detail(channel))));
            }
        }
        return changes;
    }

    private static ObjectNode detail(JsonNode channel) {
        ObjectNode detail = JsonNodeFactory.instance
                .objectNode()
                .put("channel", channel.path("name").asText());
        if (channel.has("paused")) {
            return detail.setAll((ObjectNode) channel.path("paused"));
        }
        if (channel.hasNonNull("cause")) {
            detail.put("cause", channel.path("cause").asText());
        }
        if (channel.hasNonNull("next_attempt_at")) {
            detail.put("until", channel.path("next_attempt_at").asText());
        }
        return detail;
    }
}
