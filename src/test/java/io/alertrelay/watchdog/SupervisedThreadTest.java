package io.alertrelay.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedThreadTest {
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        watchdog.close();
    }

    @Test
    void startsAgainAfterAnErrorAndCountsIt() {
        SupervisedThread thread = new SupervisedThread("test", stage, () -> {
            if (runs.incrementAndGet() < 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            end.await();
        });
        thread.start();

        await().until(() -> runs.get() == 3);

        assertThat(watchdog.restarts(Job.DISPATCHER)).isEqualTo(2);
        end.countDown();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void anInterruptThatWasNotItsStopDoesNotEndIt() {
        SupervisedThread thread = new SupervisedThread("test", stage, () -> {
            if (runs.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
            }
            end.await();
        });
        thread.start();

        await().until(() -> runs.get() == 2);

        thread.stop();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(runs).hasValue(2);
    }

    @Test
    void whatEndsAgainAndAgainCountsAsStopped() {
        SupervisedThread thread = new SupervisedThread("test", stage, () -> {
            stage.progress();
            throw new LinkageError("injected");
        });
        thread.start();

        await().untilAsserted(() -> {
            watchdog.look();
            assertThat(watchdog.stalls())
                    .singleElement()
                    .satisfies(stall -> assertThat(stall.cause()).contains("again and again", "injected"));
        });
        thread.stop();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void whatHasNothingToDoAnyMoreIsNotRestarted() {
        SupervisedThread thread = new SupervisedThread("test", stage, runs::incrementAndGet);
        thread.start();

        await().until(() -> runs.get() == 1);
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(runs).hasValue(1);
        assertThat(watchdog.restarts(Job.DISPATCHER)).isZero();
    }
}
