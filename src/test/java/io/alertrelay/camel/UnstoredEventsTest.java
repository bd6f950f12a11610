package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.kafka.KafkaRecords;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.EventRecord;
import io.alertrelay.testing.WebhookReceipts;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class UnstoredEventsTest {
    private final List<Settlement> recorded = new CopyOnWriteArrayList<>();

    @Test
    void theDeadLetterOfAChannelThatWasRemovedMeanwhileHasItsNameAndNotThatOfItsTopic() {
        Recorder recorder = new Recorder(
                settlements -> {
                    recorded.addAll(settlements);
                    return recorded.size();
                },
                Stage.unwatched(Job.RECORDER));
        recorder.start();
        try (recorder) {
            UnstoredEvents unstored = new UnstoredEvents(
                    () -> List.of("oncall"),
                    channel -> "channel." + channel,
                    recorder,
                    new OutboxListener() {},
                    Clock.systemUTC());

            unstored.keep(KafkaRecords.of("channel.payments", event().draft()), "its topic is too small", () -> {});

            await().until(() -> recorded.size() == 1);
            assertThat(recorded.get(0).delivery().channel()).isEqualTo("payments");
        }
    }

    private static EventRecord event() {
        return new EventRecord(
                new AlertRef(WebhookReceipts.webhook(0, 1), 0),
                "arms",
                Instant.EPOCH,
                "arms:1",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                Optional.empty(),
                true,
                "v1",
                "case 1",
                List.of("oncall", "payments"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "{}".getBytes(StandardCharsets.UTF_8));
    }
}
