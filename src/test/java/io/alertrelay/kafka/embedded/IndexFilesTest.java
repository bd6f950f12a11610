package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFilesTest {
    /** Far more entries than are looked at together. */
    private static final int ENTRIES = 50_000;

    private static final int BETWEEN = 10;

    @TempDir
    private Path folder;

    private Path log;
    private IndexFiles indexes;

    @BeforeEach
    void log() throws IOException {
        log = Files.write(folder.resolve("00000000000000000000.log"), new byte[ENTRIES * BETWEEN]);
        indexes = new IndexFiles(log);
    }

    @Test
    void whatGrowsToTheEndIsWholeAndSoIsTheSpaceBehindIt() throws Exception {
        offsets(n -> n + 1, n -> n * BETWEEN, 0);
        times(n -> 1_000_000L + n / 3, n -> n, 0);
        assertThat(indexes.damaged()).isFalse();
        assertThat(indexes.containRecords()).isTrue();

        offsets(n -> n + 1, n -> n * BETWEEN, 10_000_000);
        times(n -> 1_000_000L + n / 3, n -> n, 12_000_000);
        assertThat(indexes.damaged()).isFalse();
    }

    @Test
    void whatWasSetAsideByARelayThatDiedThenIsPutBackByTheNextOne() throws Exception {
        offsets(n -> n + 1, n -> n * BETWEEN, 0);
        times(n -> 1_000_000L + n / 3, n -> n, 0);
        indexes.setAside();
        assertThat(indexes.containRecords()).isFalse();

        IndexFiles next = new IndexFiles(log);
        next.putBack();

        assertThat(next.containRecords()).isTrue();
        assertThat(folder).isDirectoryNotContaining("glob:**.deleted");
        assertThat(folder.resolve("00000000000000000000.timeindex")).isNotEmptyFile();
    }

    @Test
    void anOffsetThatDoesNotGrowIsDamageHoweverFarBehindItIs() throws Exception {
        offsets(n -> n == ENTRIES - 1 ? n - 1 : n, n -> n * BETWEEN, 0);

        assertThat(indexes.damaged()).isTrue();
    }

    @Test
    void aPositionBeyondTheLogIsDamage() throws Exception {
        offsets(n -> n, n -> n * BETWEEN + (n == ENTRIES - 1 ? BETWEEN : 0), 0);

        assertThat(indexes.damaged()).isTrue();
    }

    @Test
    void aTimeBeforeTheOneBeforeIsDamage() throws Exception {
        times(n -> n == ENTRIES - 1 ? 999_999 : 1_000_000, n -> n, 0);

        assertThat(indexes.damaged()).isTrue();
    }

    @Test
    void halfAnEntryAtTheEndIsDamage() throws Exception {
        offsets(n -> n, n -> n * BETWEEN, 3);

        assertThat(indexes.damaged()).isTrue();
    }

    @Test
    void somethingBehindUnusedSpaceIsDamage() throws Exception {
        ByteBuffer index = ByteBuffer.allocate(10_000_000);
        index.putInt(0, 7).putInt(4, 70).putInt(9_999_992, 5).putInt(9_999_996, 80);
        Files.write(beside(".index"), index.array());

        assertThat(indexes.damaged()).isTrue();
    }

    @Test
    void anIndexThatIsMissingOrEmptyOrUnusedHasNoRecords() throws Exception {
        assertThat(indexes.damaged()).isFalse();
        assertThat(indexes.containRecords()).isFalse();

        Files.createFile(beside(".index"));
        assertThat(indexes.damaged()).isFalse();
        assertThat(indexes.containRecords()).isFalse();

        Files.write(beside(".index"), new byte[800]);
        assertThat(indexes.damaged()).isFalse();
        assertThat(indexes.containRecords()).isFalse();
    }

    @FunctionalInterface
    private interface OfEntry {
        long at(int n);
    }

    private void offsets(OfEntry offset, OfEntry position, int space) throws IOException {
        ByteBuffer index = ByteBuffer.allocate(ENTRIES * 8 + space);
        for (int n = 0; n < ENTRIES; n++) {
            index.putInt((int) offset.at(n)).putInt((int) position.at(n));
        }
        Files.write(beside(".index"), index.array());
    }

    private void times(OfEntry timestamp, OfEntry offset, int space) throws IOException {
        ByteBuffer index = ByteBuffer.allocate(ENTRIES * 12 + space);
        for (int n = 0; n < ENTRIES; n++) {
            index.putLong(timestamp.at(n)).putInt((int) offset.at(n));
        }
        Files.write(beside(".timeindex"), index.array());
    }

    private Path beside(String suffix) {
        return folder.resolve("00000000000000000000" + suffix);
    }
}
