package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.embedded.DiskRoom.Level;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskRoomTest {
    private static final long MIB = 1L << 20;
    private static final Path FOLDER = Path.of("/var/lib/alert-relay");

    @TempDir
    private Path real;

    private final FakeDisk disk = new FakeDisk();

    @ParameterizedTest
    @CsvSource({"64, 32", "1000, 50", "20480, 1024", "1000000, 1024"})
    void wantsATwentiethOfTheDiskWithinBounds(long sizeMib, long wantedMib) {
        disk.size = sizeMib * MIB;

        assertThat(new DiskRoom(FOLDER, Optional.empty(), disk).look().wanted()).isEqualTo(wantedMib * MIB);
    }

    @Test
    void stopsTakingAtTheMarkAndRoutingAtHalfOfIt() {
        DiskRoom room = new DiskRoom(FOLDER, Optional.of(100 * MIB), disk);

        assertThat(at(room, 100)).isEqualTo(Level.ENOUGH);
        assertThat(at(room, 99)).isEqualTo(Level.LITTLE);
        assertThat(at(room, 50)).isEqualTo(Level.LITTLE);
        assertThat(at(room, 49)).isEqualTo(Level.NONE);
    }

    @Test
    void goesOnByItselfOnlyWhenThereIsALittleMoreThanAtTheMark() {
        DiskRoom room = new DiskRoom(FOLDER, Optional.of(100 * MIB), disk);
        at(room, 10);

        assertThat(at(room, 54)).isEqualTo(Level.NONE);
        assertThat(at(room, 56)).isEqualTo(Level.LITTLE);
        assertThat(at(room, 109)).isEqualTo(Level.LITTLE);
        assertThat(at(room, 111)).isEqualTo(Level.ENOUGH);
    }

    @Test
    void saysWhichFolderHowMuchIsFreeAndWhatToDo() {
        disk.free = 3 * MIB;

        assertThat(new DiskRoom(FOLDER, Optional.of(100 * MIB), disk).look().text())
                .isEqualTo(
                        "the disk of the data folder /var/lib/alert-relay is nearly full: 3 MiB free, wanted are 100 MiB"
                                + " (kafka.min_free): free some space, or move kafka.data");
    }

    @Test
    void saysWhatItMeansForTheRelayAndThatARestartMakesItWorse() {
        DiskRoom room = new DiskRoom(FOLDER, Optional.of(100 * MIB), disk);
        disk.free = 200 * MIB;
        assertThat(room.look().effect()).isEmpty();

        disk.free = 70 * MIB;
        assertThat(room.look().effect()).isEqualTo("; webhooks are answered 503 until then");

        disk.free = 3 * MIB;
        assertThat(room.look().effect())
                .startsWith("; webhooks are answered 503 until then")
                .contains("do not restart the relay");
    }

    @Test
    void whileItWaitsForALittleMoreItSaysFromHowMuchOnItGoesOn() {
        DiskRoom room = new DiskRoom(FOLDER, Optional.of(1000 * MIB), disk);
        at(room, 10);
        disk.free = 1075 * MIB;

        assertThat(room.look().text())
                .isEqualTo(
                        "the disk of the data folder /var/lib/alert-relay was nearly full: 1075 MiB free, webhooks are"
                                + " taken again with 1100 MiB (kafka.min_free): free some space, or move kafka.data");
        disk.free = 1100 * MIB;
        assertThat(room.look().text()).contains("nearly full: 1100 MiB free, wanted are 1000 MiB");
    }

    @Test
    void aFolderThatCantBeWrittenIsToldWithItsCauseUntilItCan() {
        DiskRoom room = new DiskRoom(FOLDER, Optional.of(100 * MIB), disk);
        disk.refusal = Optional.of("Disk quota exceeded");

        assertThat(room.tryWriting().level()).isEqualTo(Level.NONE);
        assertThat(room.look().text()).contains(FOLDER.toString()).contains("Disk quota exceeded");

        disk.refusal = Optional.empty();
        assertThat(room.tryWriting().level()).isEqualTo(Level.ENOUGH);
    }

    @Test
    void looksAtTheRealDiskAlsoBeforeTheFolderIsThereAndLeavesNothingBehind() throws Exception {
        assertThat(new DiskRoom(real.resolve("not/yet"), Optional.empty())
                        .tryWriting()
                        .free())
                .isPositive();

        assertThat(new DiskRoom(real, Optional.empty()).tryWriting().fault()).isEmpty();
        assertThat(Files.list(real)).isEmpty();
    }

    @Test
    void twoProcessesThatTryTheSameFolderDisturbEachOtherNot() throws Exception {
        Callable<List<String>> tries = () -> IntStream.range(0, 500)
                .mapToObj(i -> new DiskRoom(real, Optional.empty()).tryWriting().fault())
                .flatMap(Optional::stream)
                .toList();
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            for (Future<List<String>> faults : both.invokeAll(List.of(tries, tries))) {
                assertThat(faults.get()).isEmpty();
            }
        } finally {
            both.shutdown();
        }
        assertThat(Files.list(real)).isEmpty();
    }

    private Level at(DiskRoom room, long freeMib) {
        disk.free = freeMib * MIB;
        return room.look().level();
    }

    private static final class FakeDisk implements DiskRoom.Disk {
        private long free = 1000 * MIB;
        private long size = 2000 * MIB;
        private Optional<String> refusal = Optional.empty();

        @Override
        public long free() {
            return free;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void write() throws IOException {
            if (refusal.isPresent()) {
                throw new FileSystemException("probe", null, refusal.get());
            }
        }
    }
}
