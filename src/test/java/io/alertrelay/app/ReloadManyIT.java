package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.RawTarget;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked of several channels, or several times, at once. */
@Tag("long")
class ReloadManyIT extends ReloadRig {
    private static final int MANY = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void channelsWhoseTargetsHangAreChangedSideBySide() throws Exception {
        try (RawTarget hanging = new RawTarget(this::hang)) {
            String many = yaml.replace("default: { channels: [oncall] }", "default: { channels: [" + names() + "] }")
                    .replace("  - { name: oncall,", channels(hanging) + "  - { name: oncall,");
            write(many);
            applied(reload());
            await().atMost(SOON).until(() -> {
                // Of a request that ended in time there is another one.
                post(SHARED_KEY, "a" + System.nanoTime(), "nobody");
                return hanging.open() >= MANY;
            });
            long before = System.nanoTime();

            write(many.replace("timeout: 6s", "timeout: 7s"));
            applied(reload());

            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("one after the other it takes 10 times what a hanging request may take")
                    .isLessThan(TIMEOUT.multipliedBy(MANY - 1));
        } finally {
            over.countDown();
        }
    }

    @Test
    void thirtyChannelsAreChangedAtTheSameTimeAgainAndAgain() throws Exception {
        String channels = IntStream.range(0, 30)
                .mapToObj(i ->
                        "  - { name: changed" + i + ", push_url: \"http://127.0.0.1:1/nobody-there\", timeout: 8s }\n")
                .reduce("", String::concat);
        String before = yaml.replace("  - { name: oncall,", channels + "  - { name: oncall,");
        write(before);
        applied(reload());

        Set<String> refusals = ConcurrentHashMap.newKeySet();
        AtomicInteger answered = new AtomicInteger();
        int duringReloads = 0;
        AtomicBoolean reloaded = new AtomicBoolean();
        CompletableFuture<Void> orders = CompletableFuture.runAsync(() -> {
            for (int i = 0; !reloaded.get(); i++) {
                refusals.add(order("changed" + i % 30, i % 2 == 0 ? "pause" : "resume"));
                answered.incrementAndGet();
            }
        });
        try {
            for (int i = 0; i < 3; i++) {
                write(i % 2 == 0 ? before.replace("timeout: 8s", "timeout: 9s") : before);
                int earlier = answered.get();
                applied(reload());
                duringReloads += answered.get() - earlier;
            }
        } finally {
            reloaded.set(true);
        }
        orders.get(1, TimeUnit.MINUTES);
        assertThat(duringReloads).isPositive();
        assertThat(refusals).doesNotContain("UnknownChannel");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(relay.health().path("status").asText())
                        .as(relay.health().toString())
                        .isEqualTo("up"));
    }

    /** The code of the error, if it is one. */
    private String order(String channel, String what) {
        try {
            return json(relay.manage("channels/" + channel + "/" + what, "{}"))
                    .at("/error/code")
                    .asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ofTwoDiscardsAtTheSameTimeEachAlertIsDiscardedOnce() throws Exception {
        write(yaml.replace(
                "http://127.0.0.1:" + flashduty.port() + "/event/push/alert/standard?integration_key="
                        + pushKey("oncall"),
                "http://127.0.0.1:1/nobody-there"));
        applied(reload());
        int alerts = 40;
        for (int i = 0; i < alerts; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "nobody")).isTrue();
        }
        await().atMost(SOON).until(() -> relay.channel("oncall").path("waiting").asInt() == alerts);
        write(yaml.replace("default: { channels: [oncall] }", "default: { channels: [payments] }")
                .lines()
                .filter(line -> !line.contains("name: oncall"))
                .reduce("", (all, line) -> all + line + "\n"));
        applied(reload());
        await().atMost(SOON).until(() -> removed().contains("\"waiting\":" + alerts));

        List<HttpResponse<String>> answers = new java.util.ArrayList<>();
        await().atMost(SOON).until(() -> {
            List<CompletableFuture<HttpResponse<String>>> both =
                    Stream.generate(this::discardLater).limit(4).toList();
            both.forEach(one -> answers.add(one.join()));
            return removed().equals("[]");
        });

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsAnyOf(200)
                .isSubsetOf(200, 409);
        assertThat(new Topics(SharedBroker.bootstrapServers()).read(names.deadLetters()))
                .hasSize(alerts);
        assertThat(audit().findings()).isEmpty();
    }

    private CompletableFuture<HttpResponse<String>> discardLater() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return discard("oncall");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String names() {
        return String.join(
                ", ", IntStream.range(0, MANY).mapToObj(i -> "many" + i).toList());
    }

    private static String channels(RawTarget target) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> "  - { name: many" + i + ", push_url: \"" + target.url() + "\", timeout: 6s }\n")
                .reduce("", String::concat);
    }

    private void hang(OutputStream out) throws IOException {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
