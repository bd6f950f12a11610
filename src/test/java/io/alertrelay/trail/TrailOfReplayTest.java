package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.TimedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A webhook was replayed, or its dead letter redriven, after others had passed through the same channel. */
@Timeout(120)
class TrailOfReplayTest {
    private static final Instant REPLAYED = Instant.now();
    private static final Instant RECEIVED = REPLAYED.minus(Duration.ofHours(2));
    private static final Instant LATER = REPLAYED.minus(Duration.ofHours(1));

    private final String prefix = SharedBroker.newPrefix();
    private TimedRecords records;

    @BeforeEach
    void topics() throws Exception {
        records = new TimedRecords(new TopicNames(prefix));
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void aRedriveOfADeadLetterIsFoundAfterLaterAlerts() throws Exception {
        first("dead-lettered");
        records.deadLetter(0, RECEIVED, RECEIVED);
        another();
        replay(order(List.of(new Place(0, 0)), Map.of()));

        assertThat(deliveries()).containsExactly("", "r1");
        assertThat(receipts()).isEqualTo(2);
    }

    @Test
    void aReplayIsFoundAfterLaterAlerts() throws Exception {
        first("delivered");
        another();
        replay(order(List.of(), Map.of(0, 0L)));

        assertThat(deliveries()).containsExactly("", "r1");
        assertThat(receipts()).isEqualTo(2);
    }

    @Test
    void whatReplaysOfOtherIntegrationsSentIsNotReadForIt() throws Exception {
        first("delivered");
        another();
        ReplayOrder all = order(List.of(), Map.of(0, 0L));
        replay(new ReplayOrder(
                all.id(),
                all.createdAt(),
                all.by(),
                new ReplayFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Set.of("another"),
                        Set.of(),
                        Set.of(),
                        List.of(),
                        Optional.empty()),
                all.destination(),
                all.share(),
                all.again(),
                all.deadLetters(),
                all.bounds(),
                all.rules()));

        assertThat(deliveries()).containsExactly("");
    }

    @Test
    void itsReceiptIsListedOnceIfTheLiveDeliveryHasNone() throws Exception {
        records.webhook(RECEIVED, Map.of());
        records.due(0, RECEIVED, RECEIVED);
        another();
        replay(order(List.of(), Map.of(0, 0L)));

        assertThat(deliveries()).containsExactly("", "r1");
        assertThat(trail().alerts().get(0).deliveries().get(1).end())
                .isInstanceOfSatisfying(
                        Trail.End.Settled.class,
                        settled -> assertThat(settled.later()).isEmpty());
    }

    private void first(String outcome) {
        records.webhook(RECEIVED, Map.of());
        records.due(0, RECEIVED, RECEIVED);
        records.settled(0, RECEIVED, RECEIVED, outcome);
    }

    private void another() {
        records.webhook(LATER, Map.of());
        records.due(1, LATER, LATER);
        records.settled(1, LATER, LATER, "delivered");
    }

    private void replay(ReplayOrder order) throws Exception {
        records.ordered(order);
        records.replayed(0, RECEIVED, REPLAYED, order.id());
        records.replayedSettled(0, RECEIVED, REPLAYED, order.id());
        records.committed(2, 3);
    }

    private static ReplayOrder order(List<Place> deadLetters, Map<Integer, Long> from) {
        return new ReplayOrder(
                "r1",
                REPLAYED,
                "tester",
                ReplayFilter.NONE,
                new ReplayDestination.ByRules(),
                1,
                true,
                deadLetters,
                new ReplayBounds(
                        from, Map.of(0, 1L), Map.of(), Map.of(), Map.of(), 0, Map.of(), RECEIVED, Optional.empty()),
                Map.of());
    }

    private List<String> deliveries() throws Exception {
        return trail().alerts().get(0).deliveries().stream()
                .map(delivery -> delivery.id().replay())
                .toList();
    }

    private long receipts() throws Exception {
        return trail().alerts().get(0).deliveries().stream()
                .filter(delivery -> delivery.end() instanceof Trail.End.Settled)
                .count();
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
