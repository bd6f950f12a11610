package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTrackerTest {
    private static final TopicPartition P = new TopicPartition("t", 0);
    private static final TopicPartition Q = new TopicPartition("t", 1);

    private static final PartitionListener NOTES = new PartitionListener() {
        @Override
        public String note(TopicPartition partition, long next) {
            return "noted at " + next;
        }

        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {}
    };

    private final OffsetTracker tracker = new OffsetTracker(3, 1_000);

    @Test
    void anAssignmentLastsUntilWhatWasGivenChangesOrGoesWhateverTheGroupDoesMeanwhile() {
        TopicPartition given = new TopicPartition("channel", 0);
        assertThat(tracker.assignment()).isEmpty();

        tracker.assigned(Set.of(given), 3);
        tracker.assigned(Set.of(given), 4);
        assertThat(tracker.assignment()).hasValue(3);

        tracker.forget(Set.of(given));
        tracker.assigned(Set.of(given), 6);
        assertThat(tracker.assignment()).hasValue(6);
    }

    @Test
    void whatThePollUnderWayBringsIsHandedOutBeforeTheConsumerMayStop() throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread stopping = new Thread(() -> {
            try {
                done.complete(tracker.drain(Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        stopping.start();
        await().until(tracker::isSuspended);

        tracker.assigned(Set.of(P), 1);
        await().during(Duration.ofMillis(200)).until(() -> !done.isDone());
        tracker.assigned(Set.of(P), 1);

        assertThat(done.get(1, TimeUnit.MINUTES)).isTrue();
        stopping.join();
    }

    @Test
    void aConsumerThatPollsNoMoreIsNotWaitedForWithoutEnd() throws Exception {
        assertThat(tracker.drain(Duration.ofMillis(50))).isFalse();
    }

    @Test
    void itIsCrowdedFromHalfOfWhatMayBeHeldOnByNumberOrByBytes() {
        OffsetTracker large = new OffsetTracker(4, 1_000);
        large.received(P, 10, 100, "");
        assertThat(large.isCrowded()).isFalse();
        large.received(P, 11, 100, "");
        assertThat(large.isCrowded()).isTrue();

        large.settled(P, 10);
        assertThat(large.isCrowded()).isFalse();
        large.received(P, 12, 450, "");
        large.settled(P, 11);
        assertThat(large.isCrowded()).isFalse();
        large.received(Q, 1, 500, "");
        assertThat(large.isCrowded()).isTrue();
    }

    @Test
    void whatWaitsIsHandledAndStillCountsUntilItIsSetAside() throws Exception {
        receive(P, 10, 11, 12);
        for (long offset = 10; offset < 13; offset++) {
            tracker.waits(P, offset);
        }

        assertThat(tracker.handled(P)).hasValue(13);
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ZERO)).isTrue();
        assertThat(tracker.full()).containsExactly(P);

        tracker.setAside(P, 11);
        assertThat(tracker.full()).isEmpty();
        assertThat(tracker.unsettled()).isEqualTo(3);
        tracker.settled(P, 10);
        tracker.settled(P, 11);
        tracker.settled(P, 12);
        receive(P, 13, 14);
        assertThat(tracker.full()).as("nothing of them counts any more").isEmpty();
    }

    @Test
    void whatIsSettledBehindTheFirstUnsettledRecordDoesNotCountAsUnsettled() {
        assertThat(tracker.unsettledBefore(P, 20)).isEmpty();
        receive(P, 10, 11, 12);
        tracker.settled(P, 11);
        tracker.settled(P, 12);

        assertThat(tracker.unsettledBefore(P, 13)).hasValue(1);
        assertThat(tracker.unsettledBefore(P, 15)).as("two are not read yet").hasValue(3);
        assertThat(tracker.unsettledBefore(P, 11))
                .as("the end was asked for earlier")
                .hasValue(1);
    }

    @Test
    void whileFetchingIsSuspendedEachPartitionIsHeldUpAlsoOneOfWhichNothingWasRead() {
        receive(P, 10);
        tracker.suspend(true);

        assertThat(tracker.isHeldUp(P)).isTrue();
        assertThat(tracker.isHeldUp(Q)).isTrue();

        tracker.suspend(false);
        assertThat(tracker.isHeldUp(P)).isFalse();
    }

    @Test
    void aPartitionIsHeldUpAndNotWaitedForAsLongAsARecordWaitsWithoutRoom() throws Exception {
        receive(P, 10, 11, 12);
        assertThat(tracker.isHeldUp(P)).isFalse();

        tracker.setAside(P, 10);
        assertThat(tracker.isHeldUp(P)).isFalse();
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ZERO)).isFalse();

        tracker.waits(P, 11);
        assertThat(tracker.isHeldUp(P)).isTrue();
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ZERO))
                .as("what is behind it may wait for long")
                .isTrue();

        tracker.settled(P, 11);
        assertThat(tracker.isHeldUp(P)).isFalse();
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ZERO)).isFalse();
    }

    @Test
    void aRecordThatIsReadAgainIsNotTheOneThatWasHeld() {
        receive(P, 10, 11);
        BooleanSupplier held = tracker.asLongAsHeld(P, 11);
        assertThat(held.getAsBoolean()).isTrue();

        tracker.forget(Set.of(P));
        assertThat(held.getAsBoolean()).isFalse();
        receive(P, 10, 11);
        assertThat(held.getAsBoolean()).isFalse();
    }

    @Test
    void commitsUpToTheFirstUnsettledRecord() {
        receive(P, 10, 11, 12);
        tracker.settled(P, 10);
        tracker.settled(P, 12);

        assertThat(tracker.committable(NOTES)).containsExactly(Map.entry(P, at(11)));
    }

    @Test
    void commitsBehindTheLastRecordWhenAllAreSettled() {
        receive(P, 10, 11);
        tracker.settled(P, 11);
        tracker.settled(P, 10);

        assertThat(tracker.committable(NOTES)).containsExactly(Map.entry(P, at(12)));
    }

    @Test
    void offersAnOffsetOnceUnlessItsCommitFailed() {
        receive(P, 10);
        tracker.settled(P, 10);
        assertThat(tracker.committable(NOTES)).hasSize(1);
        assertThat(tracker.committable(NOTES)).isEmpty();

        tracker.notCommitted(List.of(P));

        assertThat(tracker.committable(NOTES)).containsExactly(Map.entry(P, at(11)));
    }

    @Test
    void isFullByNumberOfRecordsOfEachPartitionByItself() {
        receive(P, 1, 2, 3);
        receive(Q, 1);

        assertThat(tracker.full()).containsExactly(P);

        tracker.settled(P, 2);
        assertThat(tracker.full()).isEmpty();
    }

    @Test
    void isFullByBytes() {
        tracker.received(P, 1, 999, "noted at " + 1);
        assertThat(tracker.full()).isEmpty();

        tracker.received(P, 2, 1, "noted at " + 2);

        assertThat(tracker.full()).containsExactly(P);
    }

    @Test
    void goesBackToTheFirstUnsettledRecordAfterAFailureAndForgetsTheRest() {
        receive(P, 10, 11, 12);
        tracker.settled(P, 10);
        tracker.failed(P, 12);

        assertThat(tracker.rewinds(tracker.failing(), NOTES)).containsExactly(Map.entry(P, at(11)));
        assertThat(tracker.rewinds(tracker.failing(), NOTES)).isEmpty();
        assertThat(tracker.unsettled()).isZero();
    }

    @Test
    void ignoresWhatIsSettledTwiceOrNotHeld() {
        receive(P, 10, 11);
        tracker.settled(P, 10);
        tracker.settled(P, 10);
        tracker.settled(P, 99);
        tracker.settled(Q, 10);
        tracker.failed(P, 10);

        assertThat(tracker.committable(NOTES)).containsExactly(Map.entry(P, at(11)));
        assertThat(tracker.rewinds(tracker.failing(), NOTES)).isEmpty();
    }

    @Test
    void waitsForTheLastUnsettledRecordAndNoLonger() throws InterruptedException {
        receive(P, 10);
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ofMillis(20))).isFalse();

        Thread settler = new Thread(() -> tracker.settled(P, 10));
        settler.start();

        assertThat(tracker.awaitSettled(Set.of(P), Duration.ofMinutes(1))).isTrue();
        settler.join();
    }

    @Test
    void aFailedRecordIsNotWaitedForButThoseBesideItAre() throws InterruptedException {
        receive(P, 10, 11);
        tracker.failed(P, 10);

        assertThat(tracker.failing(P)).isTrue();
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ofMillis(20))).isFalse();
        tracker.settled(P, 11);
        assertThat(tracker.awaitSettled(Set.of(P), Duration.ofMillis(20))).isTrue();

        tracker.rewinds(tracker.failing(), NOTES);
        assertThat(tracker.failing(P)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverCommitsPastAnUnsettledRecordWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        OffsetTracker any = new OffsetTracker(Integer.MAX_VALUE, Long.MAX_VALUE);
        TreeSet<Long> unsettled = new TreeSet<>();
        long next = random.nextInt(1_000);
        for (int step = 0; step < 2_000; step++) {
            if (unsettled.isEmpty() || random.nextInt(3) == 0) {
                any.received(P, next, 1, "noted at " + next);
                unsettled.add(next++);
            } else {
                List<Long> held = new ArrayList<>(unsettled);
                long chosen = held.get(random.nextInt(held.size()));
                any.settled(P, chosen);
                unsettled.remove(chosen);
            }
            long lowest = unsettled.isEmpty() ? next : unsettled.first();
            any.committable(NOTES)
                    .forEach(
                            (p, offset) -> assertThat(offset).as("seed " + seed).isEqualTo(at(lowest)));
        }
    }

    private void receive(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            tracker.received(partition, offset, 1, "noted at " + offset);
        }
    }

    private static NotedOffset at(long offset) {
        return new NotedOffset(offset, "noted at " + offset);
    }
}
