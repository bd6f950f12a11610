package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.RetryPolicy;
import io.alertrelay.delivery.Unrecorded;
import io.alertrelay.record.ChannelOrder;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a pause when its channel is reloaded. */
class ChannelPausesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final SteppedClock wall = new SteppedClock();
    private final SteppedClock steady = new SteppedClock();
    private final Recorder recorder = new Recorder(settlements -> 0, Stage.unwatched(Job.RECORDER));
    private Optional<ChannelOrder> standing = Optional.empty();
    private final ChannelPauses pauses = new ChannelPauses(channel -> standing, wall, steady);
    private ChannelSettings settings;

    @BeforeEach
    void pauseForAnHour() throws Exception {
        settings = TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, ""), folder)
                .channels()
                .get(0);
        standing = Optional.of(pause());
        assertThat(stateOfTheNextOutbox()).isEqualTo("paused");
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void oneThatIsOverDoesNotComeBackWhenTheWallClockIsSetBack() {
        pass(Duration.ofMinutes(61));
        wall.advance(HOUR.negated());

        assertThat(stateOfTheNextOutbox()).isEqualTo("running");
    }

    @Test
    void oneThatIsNotOverDoesNotEndWhenTheWallClockLeapsForward() {
        pass(Duration.ofMinutes(59));
        wall.advance(HOUR);

        assertThat(stateOfTheNextOutbox()).isEqualTo("paused");
        pass(Duration.ofMinutes(1));
        assertThat(stateOfTheNextOutbox()).isEqualTo("running");
    }

    @Test
    void anotherOneIsComputedByItself() {
        pass(Duration.ofMinutes(61));
        standing = Optional.of(pause());

        assertThat(stateOfTheNextOutbox()).isEqualTo("paused");
    }

    private ChannelOrder pause() {
        return new ChannelOrder(
                ChannelOrder.Kind.PAUSE,
                settings.name(),
                "alice",
                "",
                wall.instant(),
                Optional.of(wall.instant().plus(HOUR)));
    }

    private void pass(Duration time) {
        wall.advance(time);
        steady.advance(time);
    }

    private String stateOfTheNextOutbox() {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1));
        Pace pace = new Pace(100_000, Duration.ofSeconds(1));
        try (Outbox outbox = new Outbox(
                settings.name(),
                new OutboxSettings(
                        new RetryPolicy(backoff, backoff, backoff, backoff, HOUR, OptionalInt.empty()),
                        Collapse.REMINDERS,
                        pace,
                        1),
                (delivery, then) -> {},
                recorder,
                new OutboxListener() {},
                wall,
                steady,
                Runnable::run,
                pace,
                Stage.unwatched(Job.DISPATCHER),
                () -> false,
                Unrecorded.none())) {
            pauses.applyTo(outbox, settings);
            return outbox.status().state().word();
        }
    }
}
