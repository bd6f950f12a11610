package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
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

/** An alert was routed to two channels, and the record of one of them is gone. */
@Timeout(120)
class TrailOfTheLostTest {
    private static final Instant RECEIVED = Instant.now().minus(Duration.ofHours(2));
    private static final Instant LATER = RECEIVED.plus(Duration.ofHours(1));

    private final String prefix = SharedBroker.newPrefix();
    private final TopicNames names = new TopicNames(prefix);
    private TimedRecords records;

    @BeforeEach
    void oneOfTwo() throws Exception {
        records = new TimedRecords(names, "platform", "removed");
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void theDeliveryThatIsGoneIsUnaccountedFor() throws Exception {
        routedTo("platform");

        assertThat(states()).containsExactly("delivered", "unaccounted");
    }

    @Test
    void whatMayHaveBeenDeletedForItsAgeIsNotUnaccountedFor() throws Exception {
        routedTo("platform");
        records.deleteBefore(names.receipts(), 1);
        records.deleteBefore(names.channel("platform"), 1);

        assertThat(states()).containsExactly("too-old");
        assertThat(trail().alerts().get(0).deliveries())
                .singleElement()
                .satisfies(its -> assertThat(its.id().channel()).isEqualTo("payments"));
        assertThat(trail().alerts().get(0).unfound()).containsExactly("platform");
    }

    @Test
    void theDeliveryToAChannelThatWasRemovedIsNotUnaccountedFor() throws Exception {
        routedTo("removed");

        assertThat(states()).containsExactly("delivered");
    }

    private void routedTo(String other) throws Exception {
        records.webhook(RECEIVED, Map.of());
        records.due("payments", 0, RECEIVED, RECEIVED, "payments", other);
        records.settled(0, RECEIVED, RECEIVED, "delivered");
        records.webhook(LATER, Map.of());
        for (String channel : List.of("payments", other)) {
            records.due(channel, 1, LATER, LATER, "payments", other);
            records.settled(channel, 1, LATER, LATER, "{\"outcome\":\"delivered\"}");
        }
        records.due(other, 1, LATER, LATER, "payments", other);
        records.committed(2, 2);
    }

    private List<String> states() throws Exception {
        return TrailJson.of(trail()).at("/alerts/0/deliveries").findValuesAsText("state");
    }

    private Trail trail() throws Exception {
        try (Ledger ledger = Ledger.ofRunning(
                TestConfig.load(TestConfig.yaml(SharedBroker.asConfigured(prefix), 1, 2, 3, ""), Path.of("")),
                SharedBroker.clients(),
                records.offsets(),
                WaitingDeliveries.UNKNOWN)) {
            return Trails.find(
                            ledger, WebhookPart.parse(TimedRecords.receipt(0)).orElseThrow())
                    .orElseThrow();
        }
    }
}
