package io.alertrelay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.Sender;
import io.alertrelay.delivery.Attempts;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Pause;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.intake.Answered;
import io.alertrelay.intake.Bound;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.IntakeServerWatcher;
import io.alertrelay.intake.Remote;
import io.alertrelay.intake.Submission;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.Place;
import io.alertrelay.testing.LinesOfThisThread;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.WebhookReceipts;
import io.alertrelay.text.OneLine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class TelemetryTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("relay");
    private final LinesOfThisThread log = new LinesOfThisThread();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SteppedClock clock = new SteppedClock();
    private final Telemetry telemetry = new Telemetry(metrics, clock);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void aPauseAndItsEndHaveTheKeysOfAllChangesOfAChannel() {
        Pause pause = new Pause("ops", "", clock.instant(), Optional.empty());

        telemetry.deliveries().paused("payments", pause);
        telemetry.deliveries().resumed("payments", pause, "by ops");

        assertThat(log.list)
                .extracting(line -> line.getKeyValuePairs().stream()
                        .map(KeyValuePair::toString)
                        .toList())
                .containsExactly(
                        List.of("event=\"channel\"", "channel=\"payments\"", "state=\"paused\""),
                        List.of("event=\"channel\"", "channel=\"payments\"", "state=\"resumed\""));
    }

    @Test
    void requestsThatAreRefusedAreToldOnceAMinuteAndCountedEachTime() {
        IntakeReply wrongKey = IntakeReply.unknownKey("the-id");
        for (int i = 0; i < 100; i++) {
            telemetry.intakeServer().answered(answered("", "192.0.2.7", wrongKey));
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("from 192.0.2.7 with 401")
                .contains("the-id");

        clock.advance(Duration.ofMinutes(1));
        telemetry.intakeServer().answered(answered("", "192.0.2.7", wrongKey));

        assertThat(log.list).hasSize(2);
        assertThat(log.list.get(1).getFormattedMessage()).contains("and 99 like it before");
        assertThat(metrics.counter(
                                "alert_relay_requests_refused",
                                "integration",
                                "unknown",
                                "status",
                                "401",
                                "cause",
                                "unknown-key")
                        .count())
                .isEqualTo(101);
    }

    @Test
    void aBodyThatBrokeOffIsToldCountedAndKeptAsARefusalAndNotAsAnAnswer() {
        IntakeReply never = IntakeReply.rejected(IntakeReply.BROKEN_OFF, "the-id", "BrokenOff", "after 4 bytes");
        telemetry.intakeServer().taking(true);

        telemetry.intakeServer().brokenOff(answered("arms", "192.0.2.7", never));

        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("arms", "from 192.0.2.7", "after 4 bytes", "was not answered"));
        assertThat(metrics.counter(
                                "alert_relay_requests_refused",
                                "integration",
                                "arms",
                                "status",
                                "499",
                                "cause",
                                "broken-off")
                        .count())
                .isEqualTo(1);
        assertThat(metrics.find("alert_relay_http_answers").tag("status", "499").timer())
                .isNull();
        assertThat(telemetry.intakeServer().refused().take().orElseThrow().posts())
                .singleElement()
                .satisfies(post -> assertThat(post.message()).isEqualTo("after 4 bytes"));
    }

    @Test
    void thePathOfAnotherSenderIsToldOncePerIntegrationWithTheRightOne() {
        for (String integration : List.of("arms", "arms", "prom")) {
            Sender path = integration.equals("arms") ? Sender.ARMS : Sender.PROMETHEUS;
            telemetry.postedToThePathOfAnother(
                    new Submission(
                            integration, path, "", new byte[0], Instant.EPOCH, "n", Optional.empty(), Optional.empty()),
                    path == Sender.ARMS ? Sender.PROMETHEUS : Sender.ARMS);
        }

        assertThat(log.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN what arms posts to …/aliyun-arms has the groupKey of Prometheus")
                                .contains("let that post to …/prometheus", "page is the lowest"),
                        line -> assertThat(line)
                                .startsWith("WARN what prom posts to …/prometheus has labels of ARMS")
                                .contains("let that post to …/aliyun-arms", "page is Critical"));
    }

    @Test
    void whateverMayHappenIsCountedFromTheStartAsNought() {
        telemetry.expect(List.of("arms"), List.of("payments"));

        assertThat(metrics.get("alert_relay_webhooks")
                        .tags("integration", "arms", "result", "quarantined")
                        .counter()
                        .count())
                .isZero();
        assertThat(metrics.get("alert_relay_webhooks")
                        .tags("integration", "routing", "result", "quarantined")
                        .counter()
                        .count())
                .isZero();
        assertThat(metrics.get("alert_relay_deliveries").counters())
                .extracting(counter -> counter.getId().getTag("outcome"))
                .contains("delivered", "superseded", "refused", "expired", "attempts", "discarded", "unstored");
        assertThat(metrics.get("alert_relay_events_routed").counters()).hasSize(3);
        assertThat(metrics.get("alert_relay_requests_refused")
                        .tags("integration", "unknown", "status", "401", "cause", "key")
                        .counter()
                        .count())
                .isZero();
        assertThat(metrics.get("alert_relay_requests_refused")
                        .tags("integration", "unknown", "status", "401", "cause", "unknown-key")
                        .counter()
                        .count())
                .isZero();
        assertThat(metrics.get("alert_relay_requests_refused")
                        .tags("integration", "arms", "status", "401", "cause", "key")
                        .counter()
                        .count())
                .as("an expired key")
                .isZero();
    }

    @Test
    void whatIsCountedAlreadyStaysWhenMoreIsExpected() {
        telemetry.expect(List.of("arms"), List.of("payments"));
        telemetry.consoleTest("arms");

        telemetry.expect(List.of("arms", "other"), List.of("payments", "oncall"));

        assertThat(metrics.counter("alert_relay_webhooks", "integration", "arms", "result", "test")
                        .count())
                .isEqualTo(1);
        assertThat(metrics.get("alert_relay_deliveries")
                        .tag("channel", "oncall")
                        .counters())
                .hasSizeGreaterThan(6);
    }

    @Test
    void whoHasManyAddressesCannotFillTheLogAndAllIsCounted() {
        IntakeReply wrongKey = IntakeReply.unknownKey("the-id");
        for (int i = 0; i < 10_000; i++) {
            telemetry.intakeServer().answered(answered("", "10.0." + i / 250 + "." + i % 250, wrongKey));
        }

        assertThat(log.list).hasSizeLessThanOrEqualTo(101);
        assertThat(metrics.counter(
                                "alert_relay_requests_refused",
                                "integration",
                                "unknown",
                                "status",
                                "401",
                                "cause",
                                "unknown-key")
                        .count())
                .isEqualTo(10_000);

        clock.advance(Duration.ofMinutes(1));
        log.list.clear();
        telemetry.intakeServer().answered(answered("", "192.0.2.7", wrongKey));
        assertThat(log.list).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        IntakeReply wrongKey = IntakeReply.unknownKey("the-id");
        telemetry.intakeServer().answered(answered("", "192.0.2.7", wrongKey));
        clock.advance(Duration.ofHours(-1));
        telemetry.intakeServer().answered(answered("", "192.0.2.7", wrongKey));

        assertThat(log.list).hasSize(2);
    }

    @Test
    void boundsOfThePublicPortAreToldWithWhatHappensBeyondThemAndClosedConnectionsCountedFromTheStart() {
        telemetry.intakeServer().full(Bound.CONNECTIONS);
        telemetry.intakeServer().roomAgain(Bound.CONNECTIONS);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "public port full (connections): as many connections as there may be; those that idle longest"
                                + " are closed for new ones",
                        "public port is no longer full (connections)");
        for (IntakeServerWatcher.Closed why : IntakeServerWatcher.Closed.values()) {
            assertThat(metrics.get("alert_relay_connections_closed")
                            .tag("reason", why.word())
                            .counter()
                            .count())
                    .isZero();
        }
    }

    private static Answered answered(String integration, String address, IntakeReply reply) {
        return new Answered(integration, new Remote(address, Optional.empty()), reply, 0.001);
    }

    @Test
    void answersThatAreInOrderOrToldElsewhereAreNotToldAsRefused() {
        telemetry.intakeServer().answered(answered("a", "192.0.2.7", IntakeReply.accepted("x", 1)));
        telemetry.intakeServer().answered(answered("a", "192.0.2.7", IntakeReply.rejected(400, "x", "NOT_JSON", "m")));

        assertThat(log.list).isEmpty();
    }

    @Test
    void whatIsNoHttpIsToldAndCountedLikeAnyRefusalOfAStranger() {
        telemetry.expect(List.of("arms"), List.of());
        assertThat(unreadableHeads()).isZero();
        IntakeReply noHttp = IntakeReply.rejected(400, "x", "BadRequest", "this is no request of HTTP/1.1");
        for (int i = 0; i < 10_000; i++) {
            telemetry.intakeServer().answered(answered("", "10.0." + i / 250 + "." + i % 250, noHttp));
        }

        assertThat(log.list).hasSizeBetween(1, 101);
        assertThat(log.list.get(0).getFormattedMessage())
                .isEqualTo("refused a request of no known integration from 10.0.0.0 with 400: "
                        + OneLine.of(noHttp.text()));
        assertThat(unreadableHeads()).isEqualTo(10_000);
    }

    private double unreadableHeads() {
        return metrics.get("alert_relay_requests_refused")
                .tags("integration", "unknown", "status", "400", "cause", "head")
                .counter()
                .count();
    }

    @Test
    void aChannelThatRunsAgainSaysForHowLongItDidNot() {
        ChannelState.Held held = new ChannelState.Held(
                ChannelState.HoldReason.CHANNEL, "401", clock.instant().minusSeconds(95), 4, clock.instant());

        telemetry.deliveries().changed("payments", held, new ChannelState.Running());

        assertThat(log.list.get(0).getFormattedMessage()).isEqualTo("channel payments running again after 95 s");
    }

    @Test
    void howLongALiveDeliveryTookIsToldAndNotHowOldIsWhatIsReplayed() {
        telemetry.deliveries().settled(delivered(Optional.empty()), 0);
        telemetry.deliveries().settled(delivered(Optional.of("r1")), 1);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "delivered w0-1-7k3m9qxr2ztc5vbn/0/payments in 90 s",
                        "delivered w0-1-7k3m9qxr2ztc5vbn/0/payments/r1 (replayed)");
        assertThat(metrics.get("alert_relay_delivered_after")
                        .tags("channel", "payments", "severity", "Critical")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(90);
        assertThat(metrics.timer("alert_relay_settled_after", "channel", "payments")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aDeliveryDuringWhichTheClockWasSetBackTookNoTime() {
        Settlement early = delivered(Optional.empty());
        clock.advance(Duration.ofHours(-1));
        telemetry.deliveries().settled(delivered(early.delivery(), clock.instant()), 0);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("delivered w0-1-7k3m9qxr2ztc5vbn/0/payments in 0 ms");
        assertThat(metrics.timer("alert_relay_settled_after", "channel", "payments")
                        .count())
                .isEqualTo(1);
    }

    private Settlement delivered(Optional<String> replay) {
        Delivery delivery = new Delivery(
                "payments",
                WebhookReceipts.alert(1, 0),
                "arms",
                "arms:1",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                Optional.empty(),
                true,
                "rules",
                "case 1",
                clock.instant().minusSeconds(90),
                replay,
                Optional.empty(),
                new Place(0, 1),
                new byte[0]);
        return delivered(delivery, clock.instant());
    }

    private static Settlement delivered(Delivery delivery, Instant at) {
        return new Settlement.Delivered(
                delivery, new Attempts.AttemptCounts(1, 0, Optional.empty()), at, Optional.empty());
    }

    @Test
    void noTextFromOutsideCanWriteALineOfItsOwn() {
        assertThat(OneLine.of("a\nb\r\u2028c\u001b[31m")).isEqualTo("a b  c [31m");
        assertThat(OneLine.of("x".repeat(10_000))).hasSize(501);
    }
}
