package io.alertrelay.fuzz.world;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads from a relay's health whether anything waits. */
final class HealthWaiting {
    private HealthWaiting() {}

    static boolean complete(JsonNode health) {
        if (health.path("routing").path("waiting").asLong(-1) != 0
                || health.path("channels").isEmpty()
                || !health.path("replays").isArray()) {
            return false;
        }
        for (JsonNode channel : health.path("channels")) {
            if (channel.path("waiting").asLong(-1) != 0) {
                return false;
            }
        }
        for (JsonNode replay : health.path("replays")) {
            if (!replay.path("state").asText().matches("done|failed|cancelled")) {
                return false;
            }
        }
        return true;
    }
}
