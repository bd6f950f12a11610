package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.watchdog.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelStagesTest {
    private static final Instant START = Instant.parse("2026-11-22T02:13:00Z");

    @TempDir
    private Path folder;

    private int recording;
    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(now::get);

    @Test
    void channelThatDeliversHasNotStoppedThoughSomethingWaitsAtEachLook() throws Exception {
        ChannelStages stages = new ChannelStages(watchdog, channel());

        for (int second = 0; second < 60; second++) {
            look(stages, START.plusSeconds(second));
        }

        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void channelWhoseEventsAreNotTakenHasStopped() throws Exception {
        ChannelStages stages = new ChannelStages(watchdog, channel());

        for (int second = 0; second < 60; second++) {
            look(stages, START);
        }

        assertThat(watchdog.stalls())
                .singleElement()
                .satisfies(stall -> assertThat(stall.stage()).contains("delivery"));
    }

    @Test
    void channelThatIsLeftStoppedByAChangeHasStoppedIfSomethingWaitsInItsTopicOrInItself() throws Exception {
        ChannelStages stages = new ChannelStages(watchdog, channel());
        for (int second = 0; second < 60; second++) {
            look(stages, START, 0, Optional.of(0L), false, true);
        }
        assertThat(watchdog.stalls()).as("nothing waits").isEmpty();

        for (int second = 0; second < 60; second++) {
            look(stages, START, 1, Optional.empty(), false, true);
        }

        assertThat(watchdog.stalls())
                .singleElement()
                .satisfies(stall -> assertThat(stall.cause()).contains("1 events wait, and the channel is stopped"));
        look(stages, START, 1, Optional.empty(), true, false);
        assertThat(watchdog.stalls()).as("it was started again").isEmpty();
    }

    @Test
    void channelOfWhichOnlyWhatIsBeingRecordedIsNotSettledHasNotStopped() throws Exception {
        ChannelStages stages = new ChannelStages(watchdog, channel());
        recording = 1;
        for (int second = 0; second < 60; second++) {
            look(stages, START, 0, Optional.of(1L), true, false);
        }
        assertThat(watchdog.stalls()).isEmpty();

        for (int second = 0; second < 60; second++) {
            look(stages, START, 0, Optional.of(2L), true, false);
        }

        assertThat(watchdog.stalls()).hasSize(1);
    }

    private void look(ChannelStages stages, Instant lastDelivered) {
        look(stages, lastDelivered, 0, Optional.of(1L), true, false);
    }

    private void look(
            ChannelStages stages,
            Instant lastDelivered,
            int held,
            Optional<Long> waiting,
            boolean assigned,
            boolean stopped) {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        stages.look(
                new OutboxStatus(
                        "payments",
                        new ChannelState.Running(),
                        held,
                        Map.of(),
                        recording,
                        recording,
                        0,
                        Map.of(),
                        0,
                        0,
                        1,
                        Optional.of(lastDelivered),
                        Optional.empty()),
                waiting,
                assigned,
                stopped);
        watchdog.look();
    }

    private ChannelSettings channel() throws Exception {
        return TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, ""), folder)
                .channels()
                .get(0);
    }
}
