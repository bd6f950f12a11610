package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.channels.ChannelView;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.testing.TestConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelMetersTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");

    @TempDir
    private Path folder;

    @Test
    void whatWasReceivedBeforeTheClockWasSetBackIsNotYoungerThanNew() throws Exception {
        assertThat(age(AT.plusSeconds(60))).isEqualTo(60);
        assertThat(age(AT.minusSeconds(3_600))).isZero();
    }

    /** Of an event that was received at {@link #AT}. */
    private double age(Instant now) throws Exception {
        ChannelSettings settings = TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, ""), folder)
                .channels()
                .get(0);
        OutboxStatus status = new OutboxStatus(
                settings.name(),
                new ChannelState.Running(),
                1,
                Map.of(Severity.INFO, 1),
                0,
                0,
                0,
                Map.of(Severity.INFO, AT),
                0,
                0,
                1,
                Optional.empty(),
                Optional.empty());
        Overview overview = new Overview(
                AT,
                new KafkaReading(AT, true, true, Map.of(), List.of(), List.of()),
                List.of(new ChannelView(settings, status, Optional.of(1L), Optional.empty(), true)));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        new ChannelMeters(metrics, () -> overview, Clock.fixed(now, ZoneOffset.UTC)).show(List.of(settings.name()));
        double oldest = metrics.get("alert_relay_channel_oldest_waiting_seconds")
                .gauge()
                .value();
        assertThat(metrics.get("alert_relay_channel_oldest_unsettled_seconds")
                        .tag("severity", Severity.INFO.word())
                        .gauge()
                        .value())
                .isEqualTo(oldest);
        return oldest;
    }
}
