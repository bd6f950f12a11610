package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.record.NewRecord;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.record.PartitionsRecord.GaveUp;
import io.alertrelay.record.PartitionsRecord.Moved;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookPartitionsTest {
    private static final Set<String> BOTH = Set.of("relay-a", "relay-b");

    private final WebhookPartitions partitions = new WebhookPartitions(2);
    private final List<NewRecord> log = new ArrayList<>();

    @Test
    void thereAreMoreAsSoonAsTheLastRelayHasMovedAndNotBefore() {
        write(partitions.order("1", 6, BOTH, "me"));
        write(new Moved("1", "relay-a"));
        assertThat(partitions.count()).isEqualTo(2);
        assertThat(partitions.underWay()).contains(new WebhookPartitions.UnderWay("1", 6));

        write(new Moved("1", "relay-b"));
        assertThat(partitions.count()).isEqualTo(6);
        assertThat(partitions.underWay()).isEmpty();
    }

    @Test
    void whatComesFirstInTheTopicDecidesWhetherOneGaveUpOrAllHaveMoved() {
        write(partitions.order("1", 4, BOTH, "me"));
        write(new Moved("1", "relay-a"));
        write(new GaveUp("1", "relay-a"));
        write(new Moved("1", "relay-b"));
        assertThat(partitions.count()).isEqualTo(2);
        assertThat(partitions.isGivenUp("1")).isTrue();

        write(partitions.order("2", 4, BOTH, "me"));
        write(new Moved("2", "relay-b"));
        write(new Moved("2", "relay-a"));
        write(new GaveUp("2", "relay-b"));
        assertThat(partitions.count()).isEqualTo(4);
    }

    @Test
    void aRelayThatStartsLaterKnowsTheSameWhicheverPartitionsItFindsAndWhateverIsCompacted() {
        write(partitions.standing());
        write(partitions.order("1", 4, BOTH, "me"));
        write(new Moved("1", "relay-a"));
        write(new Moved("1", "relay-b"));
        write(partitions.order("2", 8, Set.of("relay-a"), "me"));
        write(new Moved("2", "relay-a"));
        write(partitions.order("3", 16, BOTH, "me"));
        write(new GaveUp("3", "relay-a"));

        WebhookPartitions all = new WebhookPartitions(16);
        log.forEach(statement -> all.read(record(statement)));
        WebhookPartitions compacted = new WebhookPartitions(16);
        IntStream.range(0, log.size())
                .filter(i -> log.subList(i + 1, log.size()).stream()
                        .noneMatch(later -> later.key().equals(log.get(i).key())))
                .forEach(i -> compacted.read(record(log.get(i))));
        assertThat(List.of(partitions.count(), all.count(), compacted.count())).containsOnly(8);
    }

    @Test
    void anIntegrationMovesToAChildOfThePartitionThatItHadOrStays() throws Exception {
        write(partitions.order("1", 6, Set.of("relay-a"), "me"));
        List<Integer> before = homes();
        write(new Moved("1", "relay-a"));

        List<Integer> after = homes();
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i) % 2).isEqualTo(before.get(i));
            if (after.get(i) >= 2) {
                assertThat(partitions.awaitUsed(after.get(i))).isEqualTo(OptionalInt.of(before.get(i)));
                assertThat(partitions.movedTo(after.get(i), name(i))).isTrue();
            }
        }
        assertThat(after).contains(0, 1, 2, 3, 4, 5);
        assertThat(partitions.awaitUsed(1)).isEmpty();
    }

    @Test
    void anIntegrationMayHaveMovedToTheChildrenOfItsPartitionAndToTheirs() {
        write(partitions.order("1", 4, Set.of("relay-a"), "me"));
        write(new Moved("1", "relay-a"));
        write(partitions.order("2", 12, Set.of("relay-a"), "me"));
        write(new Moved("2", "relay-a"));

        assertThat(IntStream.range(0, 12).filter(i -> partitions.mayHaveMoved(1, i)))
                .containsExactly(3, 5, 7, 9, 11);
        assertThat(IntStream.range(0, 12).filter(i -> partitions.mayHaveMoved(3, i)))
                .containsExactly(7, 11);
        assertThat(IntStream.range(0, 12).filter(i -> partitions.mayHaveMoved(7, i)))
                .isEmpty();
    }

    @Test
    void aRehearsalChangesNothing() {
        write(partitions.order("1", 2, Set.of("relay-a"), "me"));
        assertThat(partitions.underWay()).isPresent();
        write(new Moved("1", "relay-a"));

        assertThat(partitions.underWay()).isEmpty();
        assertThat(partitions.count()).isEqualTo(2);
        write(partitions.order("2", 4, Set.of("relay-a"), "me"));
        write(new Moved("2", "relay-a"));
        assertThat(partitions.count()).isEqualTo(4);
    }

    @Test
    void whatIsHeldBackIsStoredWhenItIsReleasedAndNotBefore() throws Exception {
        List<String> stored = new ArrayList<>();
        partitions.enter(() -> stored.add("before"));
        partitions.hold();
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isFalse();
        partitions.left();
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isTrue();

        partitions.enter(() -> stored.add("held back"));
        assertThat(stored).containsExactly("before");
        assertThat(partitions.release()).isEqualTo(1);
        assertThat(stored).containsExactly("before", "held back");
    }

    @Test
    void whatComesWhileItIsReleasedIsStoredBehindIt() {
        List<String> stored = new ArrayList<>();
        partitions.hold();
        partitions.enter(() -> {
            stored.add("first");
            partitions.enter(() -> stored.add("third"));
        });
        partitions.enter(() -> stored.add("second"));

        assertThat(partitions.release()).isEqualTo(3);
        partitions.enter(() -> stored.add("fourth"));
        assertThat(stored).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void anEndlessStormDoesNotKeepARaiseFromEnding() throws Exception {
        AtomicInteger stored = new AtomicInteger();
        partitions.hold();
        partitions.enter(() -> storm(stored, 1_000));

        int first = partitions.release();

        assertThat(first).isPositive();
        assertThat(stored).hasValue(1_000);
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isTrue();
    }

    /** For each that is stored the next one comes. */
    private void storm(AtomicInteger stored, int most) {
        if (stored.incrementAndGet() < most) {
            partitions.enter(() -> storm(stored, most));
        }
        partitions.left();
    }

    @Test
    void afterAFaultNothingElseIsHeldBack() {
        List<String> stored = new ArrayList<>();
        partitions.hold();
        partitions.enter(() -> {
            partitions.enter(() -> stored.add("came meanwhile"));
            throw new IllegalStateException("a bug");
        });
        partitions.enter(() -> stored.add("was held back, too"));

        assertThatThrownBy(partitions::release).isInstanceOf(IllegalStateException.class);
        partitions.enter(() -> stored.add("later"));

        assertThat(stored).containsExactly("was held back, too", "came meanwhile", "later");
    }

    @Test
    void numbersThatNoRelayWritesAreIgnored() {
        for (List<Integer> counts : List.of(List.of(0), List.of(-2), List.of(5_000), List.of(4, 6), List.of(2, 0))) {
            write(new PartitionsRecord.Standing(counts));
            write(new PartitionsRecord.Raise("1", "me", counts, List.of("relay-a")));
            write(new Moved("1", "relay-a"));
        }

        assertThat(partitions.count()).isEqualTo(2);
        assertThat(partitions.isAgreed()).isFalse();
    }

    private List<Integer> homes() {
        return IntStream.range(0, 100).mapToObj(i -> partitions.of(name(i))).toList();
    }

    private static String name(int number) {
        return "arms-" + number;
    }

    private void write(PartitionsRecord statement) {
        log.add(statement.draft());
        partitions.read(record(statement.draft()));
    }

    private StoredRecord record(NewRecord statement) {
        return new StoredRecord(
                0,
                log.size(),
                Instant.EPOCH,
                statement.key(),
                Map.of(),
                statement.value().orElseThrow());
    }
}
