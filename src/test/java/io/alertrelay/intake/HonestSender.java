package io.alertrelay.intake;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts 20 webhooks a second as ARMS does, each once: by turns on connections that are kept and on a new one. Whatever
 * is not answered 200 is remembered.
 */
public final class HonestSender implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);

    private final RelayClient kept;
    private final int port;
    private final String key;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> posts = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger served = new AtomicInteger();

    /**
     * Begins.
     *
     * @param kept whose connections are kept
     * @param port of the relay
     */
    public HonestSender(RelayClient kept, int port, String key) {
        this.kept = kept;
        this.port = port;
        this.key = key;
        pace.scheduleAtFixedRate(this::next, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many webhooks were answered 200 so far. */
    public int served() {
        return served.get();
    }

    /** Stops, waits for the last answers, and returns what was not served. */
    public List<String> stop() {
        pace.shutdown();
        posts.forEach(CompletableFuture::join);
        senders.shutdown();
        return new ArrayList<>(failures);
    }

    /**
     * The same, but without what a machine that has no time to spare may do to anybody: an answer that comes late, or
     * an acknowledgement of Kafka's.
     */
    public List<String> refused() {
        return stop().stream()
                .filter(failure -> failure.matches("(?s).*(503|429|cut|[Rr]efused|[Rr]eset).*"))
                .filter(failure -> !failure.contains("Kafka did not acknowledge in time"))
                .toList();
    }

    /** Whether anything was posted so far, and at least half of it was answered 200. */
    public boolean isServedMostly() {
        return served.get() > 0 && served.get() * 2 >= posts.size();
    }

    private void next() {
        int number = posts.size();
        posts.add(CompletableFuture.runAsync(() -> post(number), senders));
    }

    private void post(int number) {
        String body = Bodies.firing("honest-" + number, "critical", "payments");
        try {
            String answer = number % 2 == 0 ? onAKeptConnection(body) : onANewConnection(body);
            if (answer.startsWith("200")) {
                served.incrementAndGet();
            } else {
                failures.add(number + ": " + answer);
            }
        } catch (IOException e) {
            failures.add(number + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(number + ": interrupted");
        }
    }

    private String onAKeptConnection(String body) throws IOException, InterruptedException {
        var response = kept.post(key, body);
        return response.statusCode() + " " + response.body();
    }

    private String onANewConnection(String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            String answer = client.send(RunningIntakeServer.post(key, body)).readAnswer();
            return answer.isEmpty() ? "cut" : answer.replaceFirst("HTTP/1.1 ", "");
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        senders.shutdownNow();
    }
}
