package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.embedded.DiskRoom;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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

    /** @param wanted bytes that are to be free */
    private DiskGuard started(long wanted) {
        DiskGuard guard = new DiskGuard(Optional.of(new DiskRoom(folder, Optional.of(wanted))));
        guard.start(holds::add, clearances::incrementAndGet, Stage.unwatched(Job.DISK_GUARD));
        return guard;
    }
}
