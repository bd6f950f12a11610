package io.alertrelay.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeadlocksTest {
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final Deadlocks deadlocks = new Deadlocks(watchdog.stage(Job.DEADLOCK));

    @Test
    void threadsThatWaitForOneAnotherAreNamed() {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CyclicBarrier both = new CyclicBarrier(2);
        deadlocks.look();
        watchdog.look();
        assertThat(watchdog.stalls()).isEmpty();

        Thread left = lock("left", one, other, both);
        Thread right = lock("right", other, one, both);
        await().untilAsserted(() -> {
            deadlocks.look();
            watchdog.look();
            assertThat(watchdog.stalls())
                    .singleElement()
                    .satisfies(stall -> assertThat(stall.cause()).contains("left, right"));
        });

        left.interrupt();
        right.interrupt();
    }

    private static Thread lock(String name, ReentrantLock first, ReentrantLock then, CyclicBarrier both) {
        Thread thread = new Thread(
                () -> {
                    first.lock();
                    try {
                        both.await();
                        then.lockInterruptibly();
                    } catch (Exception e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        first.unlock();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
