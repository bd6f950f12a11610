package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.RunningRelay;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What alerts cost in counts that do not depend on the machine, so that cost does not creep back unseen. Who makes
 * something dearer on purpose changes the bound here, and says in docs/performance.md what it buys.
 */
class CostIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of a consumer, CommitPace. The consumers of webhooks and of the one channel that is used commit. */
    private static final int COMMITS_A_SECOND = 2 * 4;

    private static final int ALONE = 100;
    private static final int TOGETHER = 1_000;
    /** Webhook, decision, event, receipt. */
    private static final int WRITES = 4;
    /** Found: 120. With a fast disk fewer receipts gather: what is in flight at a time then shares a request. */
    private static final int MOST_WRITES_TOGETHER = 250;
    /** Of each alert, with what the stand-in and this test take of it. Found: 145,000. */
    private static final int MOST_BYTES_TOGETHER = 200_000;

    /** Of threads, for each alert. Found: 12, and 500 a second whatever happens. */
    private static final int MOST_WAITS_TOGETHER = 20;
    /** What the relay tells other relays, at most so often. */
    private static final int OWN_WRITES_SECONDS = 3;
    /** Of an idle relay, with its broker and the stand-in. */
    private static final int IDLE_WAITS_A_SECOND = 1_000;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Sandbox flashduty;
    private RunningRelay running;
    private RelayClient relay;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        String kafka = "{ brokers: embedded, data: \"%s\", port: 0 }".formatted(folder.resolve("data"));
        running = RunningRelay.start(kafka, flashduty.port(), folder);
        relay = running.client();
        for (int i = 0; i < 20; i++) {
            passAlone("warm-up " + i);
        }
        awaitRecorded();
    }

    @AfterEach
    void stop() {
        running.close();
        flashduty.close();
        vertx.close();
    }

    @Test
    void anAlertByItselfIsWrittenFourTimesAndFlushedAsOften() {
        Costs before = Costs.now();
        long begun = System.nanoTime();
        for (int i = 0; i < ALONE; i++) {
            passAlone("alone " + i);
            // Also its receipt: the next one shares no request with it.
            awaitWrites(before, WRITES * (i + 1));
        }
        awaitRecorded();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Costs cost = Costs.now().minus(before);

        long mostCommits = (long) (seconds * COMMITS_A_SECOND) + 8;
        // Now and then the relay also writes something of its own.
        assertThat(cost.writes())
                .isBetween((long) WRITES * ALONE, WRITES * ALONE + ALONE / 10L + (long) (seconds / OWN_WRITES_SECONDS));
        assertThat(cost.commits()).isLessThanOrEqualTo(mostCommits);
        assertThat(cost.flushes()).isLessThanOrEqualTo(cost.writes() + mostCommits);
        assertThat(cost.records()).isLessThanOrEqualTo(cost.writes() + 2 * mostCommits);
    }

    @Test
    void alertsThatComeTogetherShareRequestsAndFlushes() throws Exception {
        String body = Bodies.body(
                "firing",
                IntStream.range(0, TOGETHER)
                        .mapToObj(i -> Bodies.alert("firing", "together " + i, "warning", "payments"))
                        .toArray(String[]::new));
        int received = flashduty.received(pushKey("payments")).size();
        Costs before = Costs.now();
        long begun = System.nanoTime();
        assertThat(relay.post(DEDICATED_KEY, body).statusCode()).isEqualTo(200);
        awaitReceived(received + TOGETHER);
        awaitRecorded();
        double seconds = (System.nanoTime() - begun) / 1e9;
        Costs cost = Costs.now().minus(before);

        long mostCommits = (long) (seconds * COMMITS_A_SECOND) + 8;
        assertThat(cost.writes()).isLessThan(MOST_WRITES_TOGETHER);
        assertThat(cost.flushes()).isLessThanOrEqualTo(cost.writes() + mostCommits);
        assertThat(cost.records()).isLessThan((WRITES - 1) * TOGETHER + 1 + 2 * mostCommits + TOGETHER / 100);
        assertThat(cost.bytes() / TOGETHER).isLessThan(MOST_BYTES_TOGETHER);
        assertThat(cost.waits()).isLessThan(MOST_WAITS_TOGETHER * TOGETHER + (long) (seconds * IDLE_WAITS_A_SECOND));
    }

    private void passAlone(String name) {
        int received = flashduty.received(pushKey("payments")).size();
        relay.postUntilTaken(DEDICATED_KEY, Bodies.firing(name, "warning", "payments"));
        awaitReceived(received + 1);
    }

    private void awaitReceived(int count) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> flashduty.received(pushKey("payments")).size() >= count);
    }

    private static void awaitWrites(Costs before, long count) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Costs.now().minus(before).writes() >= count);
    }

    private void awaitRecorded() {
        await().atMost(PATIENCE).until(() -> {
            var channel = relay.channel("payments");
            return channel.path("waiting").asInt(-1) == 0
                    && channel.path("in_flight").asInt(-1) == 0;
        });
    }
}
