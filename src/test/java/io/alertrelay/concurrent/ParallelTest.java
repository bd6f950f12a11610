package io.alertrelay.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {
    @Test
    void whatMostlyWaitsIsDoneAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(Parallel.MOST);

        List<Integer> failed = Parallel.failing(
                "test", IntStream.range(0, Parallel.MOST).boxed().toList(), i -> {
                    try {
                        // None gets on until all are there.
                        return together.await() >= 0;
                    } catch (Exception e) {
                        return false;
                    }
                });

        assertThat(failed).isEmpty();
    }

    @Test
    void moreThanThatAreDoneTooAndThoseThatFailAreNamedInTheirOrder() {
        Set<Integer> done = new ConcurrentSkipListSet<>();

        List<Integer> failed =
                Parallel.failing("test", IntStream.range(0, 100).boxed().toList(), i -> {
                    done.add(i);
                    if (i == 40) {
                        throw new IllegalStateException("a bug");
                    }
                    return i != 7;
                });

        assertThat(failed).containsExactly(7, 40);
        assertThat(done).hasSize(100);
    }

    @Test
    void whoIsInterruptedStillWaitsForWhatHasBegun() {
        CountDownLatch goOn = new CountDownLatch(1);
        Set<Integer> done = new ConcurrentSkipListSet<>();
        Thread.currentThread().interrupt();

        List<Integer> failed = Parallel.failing("test", List.of(1, 2), i -> {
            if (i == 2) {
                goOn.countDown();
            }
            try {
                goOn.await();
            } catch (InterruptedException e) {
                return false;
            }
            return done.add(i);
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed).isEmpty();
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void whatGetsNoThreadIsDoneByWhoAsksForIt() {
        Set<Integer> done = new ConcurrentSkipListSet<>();
        ThreadFactory onlyOne = new ThreadFactory() {
            private boolean exhausted;

            @Override
            public Thread newThread(Runnable task) {
                if (exhausted) {
                    throw new InternalError("unable to create native thread");
                }
                exhausted = true;
                return new Thread(task);
            }
        };

        Parallel.run("test", onlyOne, List.of(() -> done.add(1), () -> done.add(2), () -> done.add(3)));

        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void aTaskThatFailsKeepsNoOtherFromBeingDone() {
        Set<Integer> done = new ConcurrentSkipListSet<>();

        Parallel.run(
                "test",
                List.of(
                        () -> {
                            throw new AssertionError("a bug");
                        },
                        () -> done.add(2)));

        assertThat(done).containsExactly(2);
    }
}
