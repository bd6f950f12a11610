package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.Lag;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stall;
import io.alertrelay.watchdog.Watchdog;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RoutedPartitionsTest {
    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(now::get);
    private final Set<TopicPartition> elsewhere = new HashSet<>();
    private final Map<TopicPartition, Long> handled = new HashMap<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final Set<TopicPartition> preparing = new HashSet<>();
    private final Set<TopicPartition> heldUp = new HashSet<>();
    private final RoutedPartitions partitions =
            new RoutedPartitions(watchdog, elsewhere::contains, new RoutingProgress() {
                @Override
                public OptionalLong handled(TopicPartition partition) {
                    return handled.containsKey(partition)
                            ? OptionalLong.of(handled.get(partition))
                            : OptionalLong.empty();
                }

                @Override
                public int steps(TopicPartition partition) {
                    return steps.get();
                }

                @Override
                public boolean isHeldUp(TopicPartition partition) {
                    return heldUp.contains(partition);
                }

                @Override
                public boolean isPreparing(TopicPartition partition) {
                    return preparing.contains(partition);
                }
            });

    @Test
    void aPartitionInWhichSomethingWaitsAndNothingMovesIsStalledAloneWithItsOffset() {
        for (int second = 0; second < 28; second += 2) {
            look(Map.of(0, new Lag(1042, 1050 + second), 1, new Lag(second, second + 1), 2, new Lag(7, 7)));
        }

        assertThat(watchdog.stalls()).singleElement().satisfies(stall -> {
            assertThat(stall.stage()).isEqualTo("routing of webhooks-0");
            assertThat(stall.cause()).contains("offset 1042 of webhooks-0");
        });
    }

    @Test
    void aPartitionThatMovesAgainIsNotStalled() {
        for (int second = 0; second < 28; second += 2) {
            look(Map.of(0, new Lag(1042, 1050)));
        }
        look(Map.of(0, new Lag(1043, 1050)));
        assertThat(watchdog.stalls()).isEmpty();

        look(Map.of(0, new Lag(1050, 1050)));
        for (int second = 0; second < 100; second += 2) {
            look(Map.of(0, new Lag(1050, 1050)));
        }
        assertThat(watchdog.stalls()).extracting(Stall::stage).isEmpty();
    }

    @Test
    void aPartitionThatAnotherRelayHasKeepsThisOneReadyUntilItIsItsOwn() {
        elsewhere.add(new TopicPartition("webhooks", 0));
        lookFor(28);

        assertThat(watchdog.stalls()).singleElement().satisfies(stall -> {
            assertThat(stall.stage()).isEqualTo("routing-elsewhere of webhooks-0");
            assertThat(stall.job().effect()).isEqualTo(Job.Effect.PART);
            assertThat(stall.whatToDo()).contains("a restart of this one changes nothing");
        });

        elsewhere.clear();
        lookFor(28);

        assertThat(watchdog.stalls()).singleElement().satisfies(stall -> {
            assertThat(stall.stage()).isEqualTo("routing of webhooks-0");
            assertThat(stall.job().effect()).isEqualTo(Job.Effect.NOT_ROUTED);
        });
    }

    @Test
    void aPartitionWhoseOffsetOnlyWaitsForAChannelsTopicIsRoutedAndSaysSoWhereItStops() {
        TopicPartition partition = new TopicPartition("webhooks", 0);
        handled.put(partition, 1050L);
        lookFor(100);
        assertThat(watchdog.stalls()).isEmpty();

        handled.put(partition, 1046L);
        lookFor(28);
        assertThat(watchdog.stalls())
                .singleElement()
                .satisfies(stall -> assertThat(stall.cause()).contains("offset 1046 of webhooks-0"));
    }

    @Test
    void aPartitionOfWhichTooMuchWaitsForATopicAtFaultIsNotStalledUntilThatWorksAgain() {
        TopicPartition partition = new TopicPartition("webhooks", 0);
        handled.put(partition, 1046L);
        heldUp.add(partition);
        lookFor(100);
        assertThat(watchdog.stalls()).isEmpty();

        heldUp.clear();
        lookFor(28);
        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void whatOnlyWaitsForAChannelsTopicOrForAnotherRelayDoesNotWaitToBeRoutedHere() {
        Map<Integer, Lag> lags = Map.of(0, new Lag(1042, 1050), 1, new Lag(7, 9));
        assertThat(partitions.waiting("webhooks", lags)).isEqualTo(8 + 2);

        handled.put(new TopicPartition("webhooks", 0), 1047L);
        assertThat(partitions.waiting("webhooks", lags)).isEqualTo(3 + 2);

        elsewhere.add(new TopicPartition("webhooks", 1));
        assertThat(partitions.waiting("webhooks", lags)).isEqualTo(3);
        assertThat(partitions.waitingAnywhere("webhooks", lags)).isEqualTo(3 + 2);
    }

    @Test
    void aPartitionWhoseOpenAlertsAreBeingReadHasNotStopped() {
        preparing.add(new TopicPartition("webhooks", 0));
        lookFor(100);
        assertThat(watchdog.stalls()).isEmpty();

        preparing.clear();
        lookFor(28);
        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void aPartitionThatKafkaCanNotGiveHasNotStopped() {
        lookFor(10);
        for (int second = 0; second < 100; second += 2) {
            look(Map.of(1, new Lag(7, 7)));
        }
        assertThat(watchdog.stalls()).isEmpty();

        lookFor(28);
        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void aWebhookOfVeryManyAlertsThatIsRoutedStepByStepHasNotStoppedUnlessItIsBegunAgainAndAgain() {
        for (int step = 0; step < 10; step++) {
            steps.incrementAndGet();
            lookFor(18);
        }
        assertThat(watchdog.stalls()).isEmpty();

        for (int again = 0; again < 10; again++) {
            steps.set(again % 10);
            lookFor(4);
        }
        assertThat(watchdog.stalls()).hasSize(1);

        steps.set(11);
        lookFor(2);
        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void aLargeWebhookThatIsBegunAgainBecauseItsPartitionIsBackHasNotStopped() {
        steps.set(500);
        lookFor(4);
        elsewhere.add(new TopicPartition("webhooks", 0));
        lookFor(4);

        elsewhere.clear();
        for (int step = 0; step < 20; step++) {
            steps.set(step);
            lookFor(4);
        }

        assertThat(watchdog.stalls()).isEmpty();
    }

    private void lookFor(int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            look(Map.of(0, new Lag(1042, 1050)));
        }
    }

    private void look(Map<Integer, Lag> lags) {
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        partitions.look("webhooks", lags);
        watchdog.look();
    }
}
