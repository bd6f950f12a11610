package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TimedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An alert was delivered, and the search that found it may read no more. */
@Timeout(120)
class EndingGroupTest {
    private static final Instant RECEIVED = Instant.now().minus(Duration.ofHours(3));

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final TopicReader reader = new TopicReader(SharedBroker.clients());
    private TimedRecords records;

    @BeforeEach
    void delivered() throws Exception {
        records = new TimedRecords(names);
        records.webhook(RECEIVED, Map.of());
        records.due(1, RECEIVED, RECEIVED);
        records.due(0, RECEIVED, RECEIVED);
        records.settled(0, RECEIVED, RECEIVED.plusSeconds(1), "delivered");
        records.committed(1, 2);
    }

    @AfterEach
    void close() {
        records.close();
        reader.close();
    }

    @Test
    void whereItWentIsKnownAllTheSame() throws Exception {
        assertThat(ended(0).deliveries())
                .extracting(FoundAlert.FoundDelivery::channel, FoundAlert.FoundDelivery::ending)
                .containsExactly(tuple("payments", AlertEnding.SETTLED_LATER));
    }

    @Test
    void ofWhatHasNoReceiptAnyMoreNothingCanBeSaid() throws Exception {
        records.settled(1, RECEIVED, RECEIVED.plusSeconds(60), "delivered");
        records.deleteBefore(names.receipts(), 1);

        assertThat(ended(1_000).deliveries())
                .extracting(FoundAlert.FoundDelivery::ending)
                .containsExactly(AlertEnding.TOO_OLD);
    }

    private FoundAlert ended(int budget) throws Exception {
        ChannelTopics channels =
                new ChannelTopics(names, records.offsets().topics(names.channels()), List.of("payments"));
        EndingTopics topics = new EndingTopics(
                reader,
                names,
                channels,
                reader.ends(channels.topics()),
                reader.ends(List.of(names.receipts())),
                new CommittedProgress(Map.of(0, 1L), Map.of(), Map.of("payments", Map.of(0, 2L))),
                new TreeSet<>(),
                List.of("payments"),
                WaitingDeliveries.UNKNOWN);
        Hit hit = new Hit(
                0,
                0,
                RECEIVED,
                new FoundAlert(
                        RECEIVED,
                        TimedRecords.receipt(0),
                        OptionalInt.of(0),
                        "arms-shared",
                        "firing",
                        "Warning",
                        "a",
                        "a",
                        false,
                        List.of(),
                        Optional.empty()));
        EndingGroup group = new EndingGroup(
                topics,
                new SearchBudgets(
                        new RecordBudget(budget),
                        new RecordBudget(budget),
                        new RecordBudget(1_000),
                        new RecordBudget(budget)),
                List.of(hit));
        group.find();
        return group.ended(hit);
    }
}
