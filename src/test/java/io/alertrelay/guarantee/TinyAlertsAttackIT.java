package io.alertrelay.guarantee;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.intake.HonestSender;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.SeparateRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More bodies of 1 MiB with 42,000 tiny alerts each than are sent at a time, against a relay with its broker in 256 MiB: none is refused,
 * none ends the relay, nobody waits for them, and all are routed after the relay was killed in the middle.
 */
@Tag("timed")
@Tag("long")
class TinyAlertsAttackIT {
    private static final String HEAP = "256m";
    private static final int BODIES = 8;
    private static final int ALERTS = 42_000;
    private static final int SENDERS = 4;

    @TempDir
    private Path folder;

    private SeparateRelay installed;

    @BeforeEach
    void install() throws Exception {
        installed = new SeparateRelay(folder);
        // What becomes of the storm in its channel is not what is asked for here.
        installed.flashduty().faultAlways(pushKey("oncall"), new Fault.Status(500, "InternalError", "dead"));
    }

    @AfterEach
    void close() {
        installed.close();
    }

    @Test
    void allAreAcceptedAndRoutedWhileAnHonestSenderIsServedAlsoAfterAKill() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (RelayProcess relay = installed.start(HEAP);
                HonestSender honest =
                        new HonestSender(relay.client(), relay.client().port(), DEDICATED_KEY)) {
            List<Future<Integer>> answers = IntStream.range(0, BODIES)
                    .mapToObj(i -> senders.submit(() -> taken(relay, body(i))))
                    .toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
            isServed(relay, "meanwhile");
            assertThat(waiting(relay))
                    .as("the honest alert did not wait for the storm")
                    .isLessThan(BODIES * ALERTS);
            isNotRefused(honest);
            relay.kill();
        } finally {
            senders.shutdown();
        }

        try (RelayProcess again = installed.start(HEAP);
                HonestSender honest =
                        new HonestSender(again.client(), again.client().port(), DEDICATED_KEY)) {
            isServed(again, "after the kill");
            await().atMost(Duration.ofMinutes(8))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> waiting(again) >= BODIES * ALERTS);
            isNotRefused(honest);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> again.client().health().at("/routing/waiting").asInt(-1) == 0);
            isServed(again, "at the end");
            assertThat(again.log()).doesNotContain("OutOfMemoryError");
        }
    }

    /**
     * As Alertmanager posts: again when the relay is too busy for this integration, or when the machine is, so that the
     * body has not come in time. Others must not notice.
     */
    private static int taken(RelayProcess relay, String body) throws Exception {
        return await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> relay.client().post(SHARED_KEY, body).statusCode(),
                        status -> status != 503 && status != 408);
    }

    /** Of the one who posts 20/s with a key of its own; an answer that a machine without time to spare owes is none. */
    private static void isNotRefused(HonestSender honest) {
        assertThat(honest.refused()).isEmpty();
        assertThat(honest.isServedMostly()).isTrue();
    }

    private void isServed(RelayProcess relay, String title) throws Exception {
        assertThat(relay.client()
                        .post(DEDICATED_KEY, Bodies.firing(title, "critical", "t"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> installed.flashduty().received(pushKey("payments")).stream()
                        .anyMatch(received -> received.bodyText().contains(title)));
    }

    private static int waiting(RelayProcess relay) {
        return relay.client().channel("oncall").path("waiting").asInt();
    }

    private static String body(int number) {
        return IntStream.range(0, ALERTS)
                .mapToObj(i -> "{\"fingerprint\":\"" + Integer.toString(number * ALERTS + i, 36) + "\"}")
                .collect(Collectors.joining(",", "{\"status\":\"firing\",\"alerts\":[", "]}"));
    }
}
