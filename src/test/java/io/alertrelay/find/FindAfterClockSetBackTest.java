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

/** The wall clock was set back a day after a webhook was received, and is right again by now. */
@Timeout(120)
class FindAfterClockSetBackTest {
    private static final int BEFORE = 300;
    private static final int MEANWHILE = 700;
    private static final Instant RECEIVED = Instant.now();
    private static final Instant BACK = RECEIVED.minus(Duration.ofDays(1));
    private static final Instant EARLIER = RECEIVED.minus(Duration.ofDays(2));
    private static final Instant RIGHT_AGAIN = RECEIVED.plus(Duration.ofHours(1));

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private TimedRecords records;

    @BeforeEach
    void webhooks() throws Exception {
        records = new TimedRecords(names);
        for (int i = 0; i < BEFORE; i++) {
            handled(i, EARLIER);
        }
        records.webhook(RECEIVED, Map.of());
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void whatWasRoutedAndDeliveredMeanwhileIsFoundWithItsEnding() throws Exception {
        records.due(BEFORE, RECEIVED, BACK);
        records.settled(BEFORE, RECEIVED, BACK, "delivered");
        meanwhileAndLater(MEANWHILE);

        assertThat(endings(Map.of())).containsExactly(AlertEnding.DELIVERED);
    }

    @Test
    void whatWasOnlyDeliveredMeanwhileIsFoundWithItsEnding() throws Exception {
        records.due(BEFORE, RECEIVED, RECEIVED);
        records.settled(BEFORE, RECEIVED, BACK, "delivered");
        meanwhileAndLater(MEANWHILE);

        assertThat(endings(Map.of())).containsExactly(AlertEnding.DELIVERED);
    }

    @Test
    void whatWasDueToAChannelMeanwhileIsFound() throws Exception {
        records.due(BEFORE, RECEIVED, BACK);
        records.settled(BEFORE, RECEIVED, BACK, "delivered");
        meanwhileAndLater(BEFORE / 3);

        assertThat(endings(Map.of("channel", List.of("payments")))).containsExactly(AlertEnding.DELIVERED);
    }

    private void handled(int webhook, Instant at) {
        records.webhook(at, Map.of());
        records.due(webhook, at, at);
        records.settled(webhook, at, at, "delivered");
    }

    private void meanwhileAndLater(int meanwhile) throws Exception {
        for (int i = 1; i <= meanwhile; i++) {
            handled(BEFORE + i, BACK.plusSeconds(i));
        }
        handled(BEFORE + meanwhile + 1, RIGHT_AGAIN);
        records.committed(BEFORE + meanwhile + 2, BEFORE + meanwhile + 2);
    }

    /** Of what was received in the minutes about the webhook. */
    private List<AlertEnding> endings(Map<String, List<String>> asked) throws Exception {
        Map<String, List<String>> query = new HashMap<>(asked);
        query.put("from", List.of(RECEIVED.minusSeconds(300).toString()));
        query.put("to", List.of(RECEIVED.plusSeconds(300).toString()));
        List<FoundAlert> found = FoundAlerts.of(records, names, query);
        assertThat(found)
                .singleElement()
                .satisfies(alert -> assertThat(alert.requestId()).isEqualTo(TimedRecords.receipt(BEFORE)));
        return found.get(0).deliveries().stream()
                .map(FoundAlert.FoundDelivery::ending)
                .toList();
    }
}
