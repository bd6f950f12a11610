package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TimedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The routing offset stands still because the topic of some channel can't be written. Of a webhook after that the event
 * for payments is stored at once and delivered, and the one for platform could not be stored at first.
 */
@Timeout(120)
class FindUnroutedTest {
    private static final Instant RECEIVED = Instant.now().minus(Duration.ofHours(3));
    private static final Instant LATER = RECEIVED.plusSeconds(30);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private TimedRecords records;

    @BeforeEach
    void webhooks() throws Exception {
        records = new TimedRecords(names, "platform");
        records.webhook(RECEIVED, Map.of());
        due("payments", 0, RECEIVED, RECEIVED);
        delivered("payments", 0, RECEIVED, RECEIVED.plusSeconds(1));
        nextWebhook(1, RECEIVED.plusSeconds(20));
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void whatWasStoredLaterAndDeliveredIsFoundWithItsEnding() throws Exception {
        due("platform", 0, RECEIVED, LATER);
        delivered("platform", 0, RECEIVED, LATER.plusSeconds(1));
        nextWebhook(2, LATER.plusSeconds(20));

        assertThat(endings())
                .containsEntry("payments", AlertEnding.DELIVERED)
                .containsEntry("platform", AlertEnding.DELIVERED);
    }

    @Test
    void whatWasGivenUpWithoutBeingStoredIsFoundWithItsEnding() throws Exception {
        String unstored = "{\"outcome\":\"dead-lettered\",\"reason\":\"unstored\"}";
        records.settled("platform", 0, RECEIVED, LATER, unstored);
        nextWebhook(2, LATER.plusSeconds(20));

        assertThat(endings())
                .containsEntry("payments", AlertEnding.DELIVERED)
                .containsEntry("platform", AlertEnding.DEAD_LETTERED);
    }

    @Test
    void whatIsNotStoredYetWaits() throws Exception {
        nextWebhook(2, LATER.plusSeconds(20));

        assertThat(endings())
                .containsEntry("payments", AlertEnding.DELIVERED)
                .containsEntry("platform", AlertEnding.WAITING);
    }

    @Test
    void whatIsNotThereThoughTheWebhookIsRoutedIsUnaccounted() throws Exception {
        nextWebhook(2, LATER.plusSeconds(20));

        assertThat(endings(3))
                .containsEntry("payments", AlertEnding.DELIVERED)
                .containsEntry("platform", AlertEnding.UNACCOUNTED);
    }

    @Test
    void unlessItWasRoutedAgainToFewer() throws Exception {
        nextWebhook(2, LATER.plusSeconds(20));
        records.due("payments", 0, RECEIVED, LATER.plusSeconds(30), "payments");

        assertThat(endings(3)).doesNotContainKey("platform");
    }

    @Test
    void unlessItsReceiptMayHaveBeenDeletedForItsAge() throws Exception {
        nextWebhook(2, LATER.plusSeconds(20));
        records.deleteBefore(names.receipts(), 1);
        records.deleteBefore(names.channel("platform"), 1);

        assertThat(endings(3)).doesNotContainKey("platform");
    }

    private void nextWebhook(long webhook, Instant at) {
        records.webhook(at, Map.of());
        for (String channel : List.of("payments", "platform")) {
            due(channel, webhook, at, at);
            delivered(channel, webhook, at, at);
        }
    }

    private void due(String channel, long webhook, Instant received, Instant at) {
        records.due(channel, webhook, received, at, "payments", "platform");
    }

    private void delivered(String channel, long webhook, Instant received, Instant at) {
        records.settled(channel, webhook, received, at, "{\"outcome\":\"delivered\"}");
    }

    /** Of what was received in the seconds about the webhook, by channel. */
    private Map<String, AlertEnding> endings() throws Exception {
        return endings(0);
    }

    private Map<String, AlertEnding> endings(int routed) throws Exception {
        records.committed(routed, 3);
        Map<String, List<String>> query = Map.of(
                "from", List.of(RECEIVED.minusSeconds(10).toString()),
                "to", List.of(RECEIVED.plusSeconds(10).toString()));
        Map<String, AlertEnding> endings = new HashMap<>();
        for (FoundAlert alert : FoundAlerts.of(records, names, query)) {
            assertThat(alert.requestId()).isEqualTo(TimedRecords.receipt(0));
            alert.deliveries().forEach(delivery -> endings.put(delivery.channel(), delivery.ending()));
        }
        return endings;
    }
}
