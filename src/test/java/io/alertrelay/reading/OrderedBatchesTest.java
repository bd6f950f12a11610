package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrderedBatchesTest {
    private static final int SMALL = 1;
    private static final int LARGE = 2 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void resultsComeInTheOrderOfReading(int threads) {
        List<Integer> taken = new ArrayList<>();
        try (OrderedBatches<Integer, List<Integer>> batches =
                new OrderedBatches<>(threads, items -> items, taken::addAll)) {
            IntStream.range(0, 12_345).forEach(i -> batches.add(i, SMALL));
            batches.finish();
        }

        assertThat(taken).isEqualTo(IntStream.range(0, 12_345).boxed().toList());
    }

    @Test
    void aSingleThreadHoldsOneItemAtATime() {
        List<Integer> taken = new ArrayList<>();
        try (OrderedBatches<Integer, List<Integer>> batches = new OrderedBatches<>(0, items -> items, taken::addAll)) {
            batches.add(1, SMALL);
            assertThat(taken).containsExactly(1);

            batches.add(2, SMALL);
            assertThat(taken).containsExactly(1, 2);
        }
    }

    @Test
    void aBatchThatIsDoneSoonerWaitsForTheOneBefore() {
        CountDownLatch secondDone = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        try (OrderedBatches<Integer, Integer> batches = new OrderedBatches<>(
                2,
                items -> {
                    if (items.contains(1)) {
                        await(secondDone);
                    } else {
                        secondDone.countDown();
                    }
                    return items.get(0);
                },
                taken::add)) {
            batches.add(1, LARGE);
            batches.add(2, LARGE);
            batches.finish();
        }

        assertThat(taken).containsExactly(1, 2);
    }

    @Test
    void noMoreIsReadThanAFewBatchesAhead() {
        AtomicInteger added = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();
        try (OrderedBatches<Integer, Integer> batches =
                new OrderedBatches<>(1, items -> items.get(0), first -> ahead.add(added.get() - first))) {
            IntStream.range(0, 100).forEach(i -> {
                added.set(i);
                batches.add(i, LARGE);
            });
            batches.finish();
        }

        assertThat(ahead).hasSize(100).allMatch(some -> some <= 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whatIsThrownAtWorkReachesWhoReadsAsItIs(int threads) {
        UncheckedIOException failure = new UncheckedIOException(new java.io.IOException("unreadable"));
        List<Integer> taken = new ArrayList<>();
        try (OrderedBatches<Integer, Integer> batches = new OrderedBatches<>(
                threads,
                items -> {
                    if (items.contains(3)) {
                        throw failure;
                    }
                    return items.get(0);
                },
                taken::add)) {
            assertThatThrownBy(() -> {
                        IntStream.range(0, 100).forEach(i -> batches.add(i, LARGE));
                        batches.finish();
                    })
                    .isSameAs(failure);
        }

        assertThat(taken).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whatIsThrownWhenAResultIsTakenReachesWhoReads(int threads) {
        IllegalStateException failure = new IllegalStateException("too large");
        try (OrderedBatches<Integer, Integer> batches = new OrderedBatches<>(threads, items -> items.get(0), first -> {
            throw failure;
        })) {
            assertThatThrownBy(() -> {
                        batches.add(1, LARGE);
                        batches.finish();
                    })
                    .isSameAs(failure);
        }
    }

    @Test
    void withoutOtherThreadsWhoReadsDoesAllOfIt() {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (OrderedBatches<Integer, Boolean> batches =
                new OrderedBatches<>(0, items -> workers.add(Thread.currentThread()), done -> {})) {
            IntStream.range(0, 3_000).forEach(i -> batches.add(i, SMALL));
            batches.finish();
        }

        assertThat(workers).containsExactly(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
