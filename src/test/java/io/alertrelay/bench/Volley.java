package io.alertrelay.bench;

import io.alertrelay.testing.RelayClient;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts webhooks over many connections at once, in their order, as fast as they are stored. */
final class Volley {
    private static final int CONNECTIONS = 32;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RelayClient relay;

    Volley(RelayClient relay) {
        this.relay = relay;
    }

    /** Posts them, and returns when the relay has acknowledged all. */
    Fired fire(String integrationKey, List<String> bodies) throws Exception {
        Iterator<String> left = bodies.iterator();
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        Instant begin = Instant.now();
        try {
            List<Future<Void>> posts = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                posts.add(connections.submit(post(integrationKey, left)));
            }
            for (Future<Void> each : posts) {
                each.get();
            }
        } finally {
            connections.shutdownNow();
        }
        return new Fired(begin, Duration.between(begin, Instant.now()));
    }

    private Callable<Void> post(String integrationKey, Iterator<String> left) {
        return () -> {
            while (true) {
                String body;
                synchronized (left) {
                    if (!left.hasNext()) {
                        return null;
                    }
                    body = left.next();
                }
                HttpResponse<String> answer = http.send(relay.request(integrationKey, body), BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(
                            "a webhook was not stored: " + answer.statusCode() + " " + answer.body());
                }
            }
        };
    }

    /**
     * When it was.
     *
     * @param begin of the first post
     * @param stored from then until the last ack
     */
    record Fired(Instant begin, Duration stored) {}
}
