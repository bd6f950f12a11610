package io.alertrelay.bench;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Webhooks at an even pace, of each integration one after the other, as ARMS posts them: once, with five seconds'
 * patience. In front of the relays is what a load balancer does: a post goes to the next one that said it is ready, and
 * to another one if nothing listens there.
 */
final class SteadyTraffic implements AutoCloseable {
    static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
    private final List<RelayClient> relays;
    private final List<String> integrations;
    private final ConcurrentLinkedQueue<Post> posts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile List<RelayClient> ready;

    /**
     * @param integration its name and its key
     * @param at when it was posted, epoch milliseconds
     * @param alert names it
     */
    record Post(String integration, long at, String alert, boolean accepted) {}

    SteadyTraffic(List<RelayClient> relays, List<String> integrations) {
        this.relays = relays;
        this.integrations = integrations;
        this.ready = relays;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        clock.scheduleAtFixedRate(() -> integrations.forEach(this::post), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was posted since it was asked last. */
    List<Post> taken() {
        List<Post> all = new ArrayList<>();
        for (Post post = posts.poll(); post != null; post = posts.poll()) {
            all.add(post);
        }
        return all;
    }

    private void look() {
        List<RelayClient> found = relays.stream()
                .filter(relay -> relay.health().path("status").asText().matches("up|degraded"))
                .toList();
        ready = found.isEmpty() ? relays : found;
    }

    private void post(String integration) {
        int n = number.incrementAndGet();
        String alert = integration + "-" + n;
        long at = System.currentTimeMillis();
        List<RelayClient> to = ready;
        RelayClient first = to.get(n % to.size());
        send(first, integration, alert)
                .exceptionallyCompose(failure -> isRefused(failure) && to.size() > 1
                        ? send(to.get((n + 1) % to.size()), integration, alert)
                        : CompletableFuture.completedFuture(0))
                .exceptionally(failure -> 0)
                .thenAccept(status -> posts.add(new Post(integration, at, alert, status == OK)));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ConnectException || failure.getCause() instanceof ConnectException;
    }

    private CompletableFuture<Integer> send(RelayClient relay, String integration, String alert) {
        HttpRequest request = HttpRequest.newBuilder(
                        relay.request(integration, Bodies.firing(alert, "critical", integration)),
                        (name, value) -> true)
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
