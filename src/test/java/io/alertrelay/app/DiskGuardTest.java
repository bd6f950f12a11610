package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.embedded.DiskRoom;
import io.alertrelay.reading.StartWait;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiskGuardTest {
    @TempDir
    private Path folder;

    private final AtomicInteger clearances = new AtomicInteger();
    private final List<Boolean> holds = new CopyOnWriteArrayList<>();

    @Test
    void withLittleRoomHouseKeepingIsDoneAtOnce() {
        try (DiskGuard guard = started(Long.MAX_VALUE)) {
            await().until(() -> clearances.get() == 1);

            assertThat(holds).contains(true);
            assertThat(guard.refusal()).isPresent();
        }
    }

    @Test
    void withRoomEnoughItIsLeftToItsHour() {
        try (DiskGuard guard = started(1)) {
            await().until(() -> holds.contains(false));

            assertThat(clearances).hasValue(0);
            assertThat(guard.refusal()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void aStartThatWaitsForRoomSaysSoEveryFiveMinutes() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicLong nanos = new AtomicLong();
        CountDownLatch begun = new CountDownLatch(1);
        try (DiskGuard guard = guard(Long.MAX_VALUE)) {
            Thread start = new Thread(() -> {
                try {
                    guard.awaitRoom(begun::countDown, new StartWait(told::add, nanos::get));
                } catch (InterruptedException e) {
                    // The test is over.
                }
            });
            start.start();
            begun.await();
            await().until(() -> told.size() == 1);

            nanos.set(Duration.ofMinutes(5).toNanos());
            await().until(() -> told.size() == 2);

            assertThat(told).allMatch(line -> line.contains("waiting for space") && line.contains(folder.toString()));
            start.interrupt();
            start.join();
        }
    }

    /** @param wanted bytes that are to be free */
    private DiskGuard started(long wanted) {
        DiskGuard guard = guard(wanted);
        guard.start(holds::add, clearances::incrementAndGet, Stage.unwatched(Job.DISK_GUARD));
        return guard;
    }

    private DiskGuard guard(long wanted) {
        return new DiskGuard(Optional.of(new DiskRoom(folder, Optional.of(wanted))));
    }
}
