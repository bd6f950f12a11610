package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must be known before a partition is handled is read beside the poll thread. */
class PreparationsTest {
    private static final TopicPartition PARTITION = new TopicPartition("webhooks", 3);
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    private final TopicFaults faults = new TopicFaults(Clock.systemUTC());
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Thread> applied = new CopyOnWriteArrayList<>();
    private volatile boolean failing;
    private volatile boolean leaderless;
    private final List<Long> offsets = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> sought = new HashMap<>();
    private final PartitionListener listener = new PartitionListener() {
        @Override
        public Runnable prepare(TopicPartition partition, long offset, Optional<String> note) {
            offsets.add(offset);
            begun.incrementAndGet();
            if (failing) {
                throw new TimeoutException("Kafka gave nothing for 30 s of decisions-3 from offset 17 on");
            }
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return () -> applied.add(Thread.currentThread());
        }

        @Override
        public void withdrawn(Collection<TopicPartition> partitions) {}
    };
    private final Preparations preparations =
            new Preparations(listener, this::start, sought::put, faults, Clock.fixed(START, ZoneOffset.UTC));

    @AfterEach
    void close() {
        release.countDown();
        preparations.close();
    }

    @Test
    void thePollThreadGoesOnWhileItIsReadAndPutsItIntoForceItself() {
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());

        await().until(() -> begun.get() == 1);
        preparations.finish();
        assertThat(preparations.pending()).containsExactly(PARTITION);
        assertThat(applied).isEmpty();

        release.countDown();
        await().pollInSameThread().until(this::nothingIsPending);
        assertThat(applied).containsExactly(Thread.currentThread());
    }

    @Test
    void whatIsReadForAPartitionThatIsGoneIsNotPutIntoForce() {
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());
        await().until(() -> begun.get() == 1);

        preparations.cancel(List.of(PARTITION));
        release.countDown();

        await().pollInSameThread().during(Duration.ofMillis(300)).until(this::nothingIsPending);
        assertThat(applied).isEmpty();
    }

    @Test
    void whatCannotBeReadIsReportedWithItsPlaceAndKeepsThePartitionWaiting() {
        failing = true;
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());

        await().pollInSameThread()
                .until(() -> !nothingIsPending() && faults.of("webhooks").isPresent());
        assertThat(faults.all().get(0).where()).isEqualTo("partition webhooks-3");
        assertThat(faults.all().get(0).cause()).contains("decisions-3 from offset 17");
        assertThat(preparations.pending()).containsExactly(PARTITION);
    }

    @Test
    void theFaultOfAPartitionThatIsGoneIsGoneToo() {
        failing = true;
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());
        await().pollInSameThread()
                .until(() -> !nothingIsPending() && faults.of("webhooks").isPresent());

        preparations.cancel(List.of(PARTITION));

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void noFaultIsLeftByAConsumerThatIsClosed() {
        failing = true;
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());
        await().pollInSameThread()
                .until(() -> !nothingIsPending() && faults.of("webhooks").isPresent());

        preparations.close();

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void theFaultOfAPartitionThatIsReadAgainStands() {
        failing = true;
        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());
        await().pollInSameThread()
                .until(() -> !nothingIsPending() && faults.of("webhooks").isPresent());

        preparations.begin(PARTITION, Optional.of(0L), Optional.empty());

        assertThat(faults.of("webhooks")).isPresent();
    }

    @Test
    void onlyAPartitionWithoutACommitAsksItsLeaderAndWaitsForItAlone() {
        release.countDown();
        TopicPartition committed = new TopicPartition("webhooks", 4);
        leaderless = true;

        preparations.begin(PARTITION, Optional.empty(), Optional.empty());
        preparations.begin(committed, Optional.of(17L), Optional.of(""));

        await().pollInSameThread()
                .until(() -> pending().equals(Set.of(PARTITION))
                        && faults.of("webhooks").isPresent());
        assertThat(offsets).containsExactly(17L);
        assertThat(sought).isEmpty();
        leaderless = false;
        await().pollInSameThread().until(this::nothingIsPending);
        assertThat(offsets).containsExactly(17L, 1_490L);
        assertThat(sought).containsExactly(Map.entry(PARTITION, 1_490L));
        assertThat(faults.all()).isEmpty();
    }

    private long start(TopicPartition partition) {
        if (leaderless) {
            throw new TimeoutException("Failed to get offsets by times for " + partition);
        }
        return 1_490;
    }

    private Set<TopicPartition> pending() {
        preparations.finish();
        return preparations.pending();
    }

    private boolean nothingIsPending() {
        return pending().isEmpty();
    }
}
