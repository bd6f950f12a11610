package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.plan.BodyForm;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.Post;
import io.alertrelay.fuzz.plan.WebhookBody;
import io.alertrelay.testing.RelayClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** Posts one after the other, and keeps what it learnt. */
final class FuzzSender implements Callable<List<Sent>> {
    private static final long CLIENT_MILLIS = 180_000;
    private static final int MOST_ATTEMPTS = 200;
    private static final long AGAIN_NANOS = 50_000_000;

    private final int number;
    private final List<Post> posts;
    private final RelayClients clients;
    private final AtomicInteger acknowledged;
    private final List<Sent> sent = new ArrayList<>();

    FuzzSender(int number, List<Post> posts, RelayClients clients, AtomicInteger acknowledged) {
        this.number = number;
        this.posts = posts;
        this.clients = clients;
        this.acknowledged = acknowledged;
    }

    @Override
    public List<Sent> call() throws Exception {
        for (Post post : posts) {
            LockSupport.parkNanos(post.pauseMillis() * 1_000_000L);
            Sent.SendOutcome outcome = attempt(post);
            for (int n = 1; post.insist() && outcome.unclear() && n < MOST_ATTEMPTS; n++) {
                LockSupport.parkNanos(AGAIN_NANOS);
                outcome = attempt(post);
            }
        }
        return List.copyOf(sent);
    }

    private Sent.SendOutcome attempt(Post post) throws InterruptedException {
        Optional<RelayClient> client = clients.any(number, CLIENT_MILLIS);
        Instant at = Instant.now();
        Sent result = client.map(relay -> posted(post, relay, at))
                .orElseGet(() -> new Sent(post, at, at, Sent.SendOutcome.UNCLEAR, "no relay was ready"));
        sent.add(result);
        if (result.outcome() == Sent.SendOutcome.ACKNOWLEDGED) {
            acknowledged.incrementAndGet();
        }
        return result.outcome();
    }

    private static HttpRequest request(Post post, RelayClient relay) {
        String body = WebhookBody.of(post);
        HttpRequest request = relay.request(Names.integrationKey(post.integration()), body);
        return post.form() == BodyForm.GZIP
                ? HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(body)))
                        .build()
                : request;
    }

    private static byte[] gzip(String body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static Sent posted(Post post, RelayClient relay, Instant at) {
        try {
            HttpResponse<String> answer = relay.send(request(post, relay));
            if (answer.statusCode() / 100 == 2) {
                return new Sent(post, at, Instant.now(), Sent.SendOutcome.ACKNOWLEDGED, RelayClient.requestId(answer));
            }
            return new Sent(
                    post,
                    at,
                    Instant.now(),
                    answer.statusCode() == 503 ? Sent.SendOutcome.UNCLEAR : Sent.SendOutcome.REFUSED,
                    answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            return new Sent(post, at, Instant.now(), Sent.SendOutcome.UNANSWERED, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Sent(post, at, Instant.now(), Sent.SendOutcome.UNANSWERED, "interrupted");
        }
    }
}
