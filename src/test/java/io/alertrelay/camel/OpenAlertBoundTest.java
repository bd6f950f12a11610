package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.RoutingStart;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.testing.WebhookReceipts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenAlertBoundTest {
    private static final int MOST = 100;
    private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");

    private final Map<TopicPartition, OpenAlerts> open =
            Map.of(new TopicPartition("webhooks", 0), open(1_500), new TopicPartition("webhooks", 1), open(1_000));
    private final OpenAlertBound bound =
            new OpenAlertBound(MOST, () -> open, new Telemetry(new SimpleMeterRegistry(), Clock.systemUTC()));

    @Test
    void farBeyondTheLimitEachBatchDropsAThousandMoreThanItCanOpen() {
        assertThat(dropped(0)).hasSize(1_000);
        assertThat(dropped(300)).hasSize(1_300);
        assertThat(dropped(0)).hasSize(100);
        assertThat(dropped(0)).isEmpty();
        assertThat(open.values()).extracting(OpenAlerts::size).containsExactlyInAnyOrder(MOST / 2, MOST / 2);
    }

    private List<NewRecord> dropped(int decided) {
        List<NewRecord> records = new ArrayList<>();
        bound.keep(decided, OptionalInt.empty(), (partition, record) -> records.add(record));
        return records;
    }

    private static OpenAlerts open(int alerts) {
        DecisionHistory history = new DecisionHistory(
                Duration.ofDays(30), 1_000_000, new RoutingStart(Optional.empty(), 1_000_000, Long.MAX_VALUE));
        for (int i = 0; i < alerts; i++) {
            history.add(new DecisionRecord(
                    WebhookReceipts.alert(i, 0),
                    "arms:" + i,
                    new Dispatch(List.of("payments"), List.of("payments"), Severity.CRITICAL, "v1", "dedicated"),
                    Optional.of(new OpenAlert(List.of("payments"), Severity.CRITICAL, "v1", "dedicated", AT, AT))));
        }
        return history.openAlerts();
    }
}
