package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.SeparateRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay with its embedded broker in a process of its own that is stopped and killed. */
class CrashIT {
    private static final int ALERTS = 300;
    /** The default of {@code max_in_flight}. */
    private static final int IN_FLIGHT = 8;

    @TempDir
    private Path folder;

    private SeparateRelay installed;

    @BeforeEach
    void install() throws Exception {
        installed = new SeparateRelay(folder);
    }

    @AfterEach
    void close() {
        installed.close();
    }

    @Test
    void everyAlertThatWasAcceptedReachesItsChannelsThoughTheRelayIsKilledInTheMiddle() throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (RelayProcess relay = installed.start()) {
            for (int i = 0; i < 8; i++) {
                senders.submit(() -> {
                    for (int n = next.getAndIncrement(); n < ALERTS && !killed.get(); n = next.getAndIncrement()) {
                        if (posted(relay, "n" + n)) {
                            accepted.add("n" + n);
                        }
                    }
                });
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() >= ALERTS / 2);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !titles("payments").isEmpty());
            killed.set(true);
            relay.kill();
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        try (RelayProcess again = installed.start()) {
            for (int n = next.get(); accepted.size() < ALERTS; n++) {
                post(again, "n" + n);
                accepted.add("n" + n);
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> titles("payments").containsAll(accepted)
                            && titles("platform").containsAll(accepted));

            assertThat(installed.flashduty().received(pushKey("oncall"))).isEmpty();
            assertThat(again.stop()).isZero();
        }
    }

    @Test
    void aReplayThatIsKilledInTheMiddleGoesOnAndSendsTwiceOnlyWhatWasInFlight() throws Exception {
        int alerts = 50;
        String id;
        try (RelayProcess relay = installed.start()) {
            for (int n = 0; n < alerts; n++) {
                post(relay, "n" + n);
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> titles("payments").size() == alerts
                            && titles("platform").size() == alerts);
            // What is routed counts as that once its offset is committed, a moment later.
            JsonNode plan = await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> relay.client()
                                    .manage(
                                            "replays",
                                            "{\"last\":\"1h\",\"to_channel\":\"oncall\",\"share\":0.005}",
                                            200),
                            p -> p.at("/channels/oncall/requests").asInt() == alerts);
            assertThat(plan.path("ordered").asBoolean()).isFalse();

            id = relay.client()
                    .manage(
                            "replays",
                            "{\"last\":\"1h\",\"to_channel\":\"oncall\",\"share\":0.005,\"execute\":true}",
                            201)
                    .path("id")
                    .asText();
            await().atMost(Duration.ofMinutes(1)).until(() -> titles("oncall").size() >= 10);
            relay.kill();
        }

        try (RelayProcess again = installed.start()) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> again.client()
                            .management("/api/v1/replays/" + id)
                            .path("state")
                            .asText()
                            .equals("done"));
            assertThat(again.client()
                            .management("/api/v1/replays/" + id)
                            .at("/channels/oncall/settled/delivered")
                            .asInt())
                    .isEqualTo(alerts);
            assertThat(again.client().management("/api/v1/status").path("cluster"))
                    .as("the relay that was killed is not at work")
                    .hasSize(1);
        }
        assertThat(titles("oncall")).hasSize(alerts);
        assertThat(installed.flashduty().received(pushKey("oncall"))).hasSizeBetween(alerts, alerts + IN_FLIGHT);
    }

    @Test
    void onSigtermItFinishesWhatIsInFlightAndExitsWithZeroAndNoSecretIsLogged() throws Exception {
        installed
                .flashduty()
                .fault(pushKey("platform"), new Fault.Reset(), new Fault.Status(401, "Unauthorized", "no key"));
        try (RelayProcess relay = installed.start()) {
            post(relay, "first");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> titles("platform").contains("first")
                            && titles("payments").contains("first"));
            installed.flashduty().faultAlways(pushKey("payments"), new Fault.Delay(Duration.ofMillis(800)));
            post(relay, "slow");
            await().until(() ->
                    installed.flashduty().received(pushKey("payments")).size() == 2);

            int exit = relay.stop();

            assertThat(exit).isZero();
            assertThat(relay.log())
                    .contains("stopped", "/0/payments in ", "channel platform held")
                    .doesNotContain(SHARED_KEY, pushKey("payments"), pushKey("platform"));
        }
        installed.flashduty().heal(pushKey("payments"));
        try (RelayProcess again = installed.start()) {
            post(again, "next");
            await().until(() -> titles("payments").contains("next"));
        }
        assertThat(installed.flashduty().received(pushKey("payments"))).hasSize(3);
    }

    private static void post(RelayProcess relay, String name) {
        relay.client().postUntilTaken(SHARED_KEY, Bodies.firing(name, "critical", "payments"));
    }

    private static boolean posted(RelayProcess relay, String name) {
        try {
            return relay.client()
                            .post(SHARED_KEY, Bodies.firing(name, "critical", "payments"))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Set<String> titles(String channel) {
        return installed.flashduty().accepted(pushKey(channel)).stream()
                .map(CrashIT::title)
                .collect(Collectors.toSet());
    }

    private static String title(Received received) {
        try {
            return new ObjectMapper()
                    .readTree(received.body())
                    .path("title_rule")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
