package io.alertrelay.fuzz.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads from a relay's health what waits; what it does not say may wait. */
final class HealthWaiting {
    private HealthWaiting() {}

    static List<String> of(JsonNode health) {
        List<String> waiting = new ArrayList<>();
        if (health.path("channels").isEmpty() || !health.path("replays").isArray()) {
            waiting.add("health does not say: " + health.path("status").asText("no answer"));
        }
        check("routing", health.path("routing"), waiting);
        health.path("channels").forEach(channel -> check(channel.path("name").asText(), channel, waiting));
        waiting.addAll(ofReplays(health.path("replays")));
        return waiting;
    }

    /** Of these, those that have not ended. */
    static List<String> ofReplays(JsonNode replays) {
        List<String> waiting = new ArrayList<>();
        replays.forEach(replay -> {
            if (!replay.path("state").asText().matches("done|failed|cancelled")) {
                waiting.add("replay " + replay.path("id").asText() + " is "
                        + replay.path("state").asText());
            }
        });
        return waiting;
    }

    private static void check(String what, JsonNode of, List<String> waiting) {
        if (of.path("waiting").asLong(-1) != 0) {
            waiting.add(what + ": " + of.path("waiting").asText("unknown"));
        }
    }
}
