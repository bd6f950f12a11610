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
import java.util.concurrent.atomic.AtomicInteger;

/** Posts webhooks over many connections at once, in their order, as fast as they are stored. */
final class Volley {
    private static final int CONNECTIONS = 32;
    private static final int MOST_REPEATS = 20;
    private static final int OK = 200;
    private static final int PLEASE_TRY_AGAIN = 503;

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
        AtomicInteger repeated = new AtomicInteger();
        Instant begin = Instant.now();
        try {
            List<Future<Void>> posts = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                posts.add(connections.submit(post(integrationKey, left, repeated)));
            }
            for (Future<Void> each : posts) {
                each.get();
            }
        } finally {
            connections.shutdownNow();
        }
        return new Fired(begin, Duration.between(begin, Instant.now()), repeated.get());
    }

    private Callable<Void> post(String integrationKey, Iterator<String> left, AtomicInteger repeated) {
        return () -> {
            while (true) {
                String body;
                synchronized (left) {
                    if (!left.hasNext()) {
                        return null;
                    }
                    body = left.next();
                }
                repeated.addAndGet(untilStored(integrationKey, body));
            }
        };
    }

    /** Posts it again where the relay asks for that, as a sender does; says how often. */
    private int untilStored(String integrationKey, String body) throws Exception {
        for (int repeats = 0; ; repeats++) {
            HttpResponse<String> answer = http.send(relay.request(integrationKey, body), BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                return repeats;
            }
            if (answer.statusCode() != PLEASE_TRY_AGAIN || repeats == MOST_REPEATS) {
                throw new IllegalStateException(
                        "a webhook was not stored: " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    /**
     * When it was.
     *
     * @param begin of the first post
     * @param stored from then until the last ack
     * @param repeated posts that were not acknowledged in time
     */
    record Fired(Instant begin, Duration stored, int repeated) {}
}
