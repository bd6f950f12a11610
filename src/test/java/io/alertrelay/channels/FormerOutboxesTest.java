package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.PushUrl;
import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.delivery.Deliveries;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.RetryPolicy;
import io.alertrelay.delivery.Unrecorded;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel that is reloaded keeps of how Flashduty answered it. */
class FormerOutboxesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final AnswerReader ANSWERS = new AnswerReader(CLOCK);
    private static final Answer TOO_FAST = ANSWERS.read(429, Optional.of("300"), new byte[0]);
    private static final Answer WRONG_KEY = ANSWERS.read(401, Optional.empty(), new byte[0]);

    @TempDir
    private Path folder;

    private final Recorder recorder = new Recorder(settlements -> 0, Stage.unwatched(Job.RECORDER));
    private final FormerOutboxes former = new FormerOutboxes();
    private ChannelSettings settings;

    @BeforeEach
    void configure() throws Exception {
        settings = TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, ""), folder)
                .channels()
                .get(0);
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void whatIsSentToTheSameTargetRestsForAsLongAsWasAskedFor() {
        removedAfter(TOO_FAST, "slowed");

        assertThat(stateOfTheNext(settings)).isEqualTo("slowed");
    }

    @Test
    void anotherTargetAskedForNothing() {
        removedAfter(TOO_FAST, "slowed");

        PushUrl other = PushUrl.parse("https://api.flashcat.cloud/event/push/alert/standard?integration_key=other")
                .orElseThrow();
        assertThat(stateOfTheNext(sentTo(other))).isEqualTo("running");
    }

    @Test
    void aFaultIsNotLeftToWhatMayHaveMendedIt() {
        removedAfter(WRONG_KEY, "held");

        assertThat(stateOfTheNext(settings)).isEqualTo("running");
    }

    private void removedAfter(Answer answer, String state) {
        try (Outbox outbox = outbox(answer)) {
            outbox.start();
            outbox.offer(Deliveries.delivery(1, CLOCK.instant()));
            await().until(() -> outbox.status().state().word().equals(state));
            outbox.finish(Duration.ZERO);
            former.removed(settings, outbox);
        }
    }

    private String stateOfTheNext(ChannelSettings next) {
        try (Outbox outbox = outbox(TOO_FAST)) {
            former.applyTo(outbox, next);
            return outbox.status().state().word();
        }
    }

    private ChannelSettings sentTo(PushUrl target) {
        return new ChannelSettings(
                settings.name(),
                settings.id(),
                target,
                settings.format(),
                settings.rate(),
                settings.timeout(),
                settings.maxAge(),
                settings.maxAttempts(),
                settings.maxInFlight(),
                settings.collapse(),
                settings.paused());
    }

    private Outbox outbox(Answer answer) {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1));
        Pace pace = new Pace(100_000, Duration.ofSeconds(1));
        return new Outbox(
                settings.name(),
                new OutboxSettings(
                        new RetryPolicy(backoff, backoff, backoff, backoff, Duration.ofHours(1), OptionalInt.empty()),
                        Collapse.REMINDERS,
                        pace,
                        1),
                (delivery, then) -> then.accept(answer),
                recorder,
                new OutboxListener() {},
                CLOCK,
                CLOCK,
                Runnable::run,
                pace,
                Stage.unwatched(Job.DISPATCHER),
                () -> false,
                Unrecorded.none());
    }
}
