package io.alertrelay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When the sandbox took events, by the key of the channel. */
final class SandboxArrivals {
    private final RelayClient http = new RelayClient(0, 0);
    private final String events;
    private final Map<String, Long> read = new HashMap<>();

    SandboxArrivals(int port) {
        this.events = "http://127.0.0.1:" + port + "/sandbox/events?integration_key=";
    }

    /** Of those that came since it was asked last, in order, epoch milliseconds. */
    List<Long> taken(String key) throws IOException, InterruptedException {
        List<Long> times = new ArrayList<>();
        while (true) {
            JsonNode page = page(key, read.getOrDefault(key, 0L));
            for (JsonNode event : page.path("events")) {
                if (event.path("accepted").asBoolean()) {
                    times.add(Instant.parse(event.path("received_at").asText()).toEpochMilli());
                }
            }
            if (page.path("events").isEmpty()) {
                return times;
            }
            read.put(key, page.path("last").asLong());
        }
    }

    private JsonNode page(String key, long after) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(http.send(HttpRequest.newBuilder(URI.create(events + key + "&after=" + after))
                                .build())
                        .body());
    }
}
