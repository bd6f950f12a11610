package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.Outcome;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.TimedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wall clock was set back a day after a webhook was received, and is right again by now. */
@Timeout(120)
class TrailAfterClockSetBackTest {
    private static final int BEFORE = 300;
    private static final int MEANWHILE = 700;
    private static final Instant RECEIVED = Instant.now();
    private static final Instant BACK = RECEIVED.minus(Duration.ofDays(1));
    private static final Instant EARLIER = RECEIVED.minus(Duration.ofDays(2));
    private static final Instant RIGHT_AGAIN = RECEIVED.plus(Duration.ofHours(1));

    private final String prefix = SharedBroker.newPrefix();
    private TimedRecords records;

    @BeforeEach
    void webhooks() throws Exception {
        records = new TimedRecords(new TopicNames(prefix));
        for (int i = 0; i < BEFORE; i++) {
            handled(i, EARLIER);
        }
        webhook(RECEIVED);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void whatWasRoutedAndDeliveredMeanwhileIsFound() throws Exception {
        records.due(BEFORE, RECEIVED, BACK);
        records.settled(BEFORE, RECEIVED, BACK, "delivered");

        assertThat(endings()).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void whatWasOnlyDeliveredMeanwhileIsFound() throws Exception {
        records.due(BEFORE, RECEIVED, RECEIVED);
        records.settled(BEFORE, RECEIVED, BACK, "delivered");

        assertThat(endings()).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void aDeadLetterOfMeanwhileIsFound() throws Exception {
        records.due(BEFORE, RECEIVED, RECEIVED);
        records.deadLetter(BEFORE, RECEIVED, BACK);
        records.settled(BEFORE, RECEIVED, BACK, "dead-lettered");

        assertThat(trail().alerts().get(0).deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.deadLetter()).isPresent());
    }

    @Test
    void whatWentToQuarantineMeanwhileIsFound() throws Exception {
        records.quarantined(BEFORE, RECEIVED, BACK);

        assertThat(trail().quarantined()).contains("nobody can read it");
    }

    private void webhook(Instant at) {
        records.webhook(at, Map.of());
    }

    private void handled(int webhook, Instant at) {
        webhook(at);
        records.due(webhook, at, at);
        records.settled(webhook, at, at, "delivered");
    }

    private List<Outcome> endings() throws Exception {
        return trail().alerts().get(0).deliveries().stream()
                .map(Trail.DeliveryTrail::end)
                .filter(Trail.End.Settled.class::isInstance)
                .map(end -> ((Trail.End.Settled) end).outcome())
                .toList();
    }

    /** Of the webhook, once others came meanwhile and later. */
    private Trail trail() throws Exception {
        for (int i = 1; i <= MEANWHILE; i++) {
            handled(BEFORE + i, BACK.plusSeconds(i));
        }
        handled(BEFORE + MEANWHILE + 1, RIGHT_AGAIN);
        records.committed(BEFORE + MEANWHILE + 2, BEFORE + MEANWHILE + 2);
        try (Ledger ledger = Ledger.ofRunning(
                TestConfig.load(TestConfig.yaml(SharedBroker.asConfigured(prefix), 1, 2, 3, ""), Path.of("")),
                SharedBroker.clients(),
                records.offsets(),
                WaitingDeliveries.UNKNOWN)) {
            return Trails.find(
                            ledger,
                            WebhookPart.parse(TimedRecords.receipt(BEFORE)).orElseThrow())
                    .orElseThrow();
        }
    }
}
