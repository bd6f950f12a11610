package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.SharedBroker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two relays, and a partition of webhooks that is not routed: who says so, and how. */
@Tag("timed")
@Tag("long")
class StalledRoutingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());

    @Test
    void theRelayThatHasThePartitionSaysSoAndIsNotReadyAndTheOtherOneStaysReadyUntilItGoesOn() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("relay");
        log.start();
        try (Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
                RunningRelay first = start(flashduty);
                RunningRelay second = start(flashduty)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(first, second))
                            .allSatisfy(relay -> assertThat(status(relay)).isEqualTo("up"))
                            .allSatisfy(
                                    relay -> assertThat(relay.client().health().path("cluster"))
                                            .hasSize(2)));
            logger.addAppender(log);

            // Nothing is routed before its decision is written.
            limitDecisions("1");
            assertThat(first.client()
                            .post(DEDICATED_KEY, Bodies.firing("blocked", "info", "x"))
                            .statusCode())
                    .isEqualTo(200);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Stream.of(first, second).map(StalledRoutingIT::view))
                            .containsExactlyInAnyOrder("503 down routing", "200 degraded routing-elsewhere"));
            RunningRelay holder = ready(first) == 503 ? first : second;
            assertThat(get(holder, "/metrics").body()).contains("alert_relay_stage_stalled{stage=\"routing\"} 1.0");
            assertThat(errors(log, "routing of ")).isNotEmpty();
            assertThat(errors(log, "routing-elsewhere of ")).isNotEmpty();

            limitDecisions("1000000");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Stream.of(first, second).map(StalledRoutingIT::status))
                            .containsOnly("up"));
            assertThat(ready(holder)).isEqualTo(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(flashduty.accepted(pushKey("payments"))).hasSize(1));
        } finally {
            logger.detachAppender(log);
            vertx.close();
        }
    }

    private static List<String> errors(ListAppender<ILoggingEvent> log, String beginning) {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private static String view(RunningRelay relay) {
        String problems = StreamSupport.stream(
                        relay.client().health().path("problems").spliterator(), false)
                .map(problem -> " " + problem.path("what").asText())
                .reduce("", String::concat);
        return ready(relay) + " " + status(relay) + problems;
    }

    private RunningRelay start(Sandbox flashduty) throws Exception {
        return RunningRelay.start(SharedBroker.asConfigured(names.prefix()), flashduty.port(), folder);
    }

    private void limitDecisions(String bytes) throws Exception {
        SharedBroker.configure(names.decisions(), "max.message.bytes", bytes);
    }

    private static String status(RunningRelay relay) {
        return relay.client().health().path("status").asText();
    }

    private static int ready(RunningRelay relay) {
        return get(relay, "/health/ready").statusCode();
    }

    private static HttpResponse<String> get(RunningRelay relay, String path) {
        try {
            return relay.client().get(path);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
