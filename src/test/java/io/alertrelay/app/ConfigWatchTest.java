package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.config.ConfigFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    @TempDir
    private Path folder;

    private final Set<Path> files = new HashSet<>();
    private boolean dealtWith = true;
    private int changes;
    private Runnable meanwhile = () -> {};
    private ConfigWatch watch;

    @BeforeEach
    void start() throws IOException {
        write("relay.yaml", "one");
        files.add(folder.resolve("relay.yaml"));
        watch = new ConfigWatch(digests(), () -> Set.copyOf(files), () -> {
            changes++;
            meanwhile.run();
            return dealtWith;
        });
    }

    @Test
    void whatIsAsItWasIsNoChange() throws IOException {
        look(3);
        Files.setLastModifiedTime(folder.resolve("relay.yaml"), FileTime.fromMillis(1));
        look(3);

        assertThat(changes).isZero();
    }

    @Test
    void aChangeIsToldOnceAndOnlyWhenTheFileIsNoLongerBeingWritten() throws IOException {
        for (String text : new String[] {"half", "half of", "half of it"}) {
            write("relay.yaml", text);
            look(1);
        }
        assertThat(changes).as("while it is written").isZero();

        look(5);

        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aFileThatGoesAndComesBackIsNoChange() throws IOException {
        Files.delete(folder.resolve("relay.yaml"));
        look(1);
        write("relay.yaml", "one");
        look(3);

        assertThat(changes).isZero();
    }

    @Test
    void whatSomebodyElseReadAndWasChangedBackIsAChange() throws IOException {
        look(2);
        write("relay.yaml", "two");
        watch.readElsewhere();
        write("relay.yaml", "one");
        look(5);

        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aFileThatStaysAwayIsAChange() throws IOException {
        Files.delete(folder.resolve("relay.yaml"));
        look(3);

        assertThat(changes).isEqualTo(1);
    }

    @Test
    void filesThatAreNamedByTheChangeAreWatchedFromThenOn() throws IOException {
        write("rules.yaml", "a");
        write("relay.yaml", "two");
        look(1);
        files.add(folder.resolve("rules.yaml"));
        look(5);
        int before = changes;

        write("rules.yaml", "b");
        look(3);

        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void filesThatAreNotNamedWhileTheOneThatNamesThemIsBrokenAreNoFurtherChange() throws IOException {
        write("rules.yaml", "a");
        files.add(folder.resolve("rules.yaml"));
        write("relay.yaml", "two");
        look(5);
        int before = changes;

        write("relay.yaml", "broken");
        meanwhile = () -> files.remove(folder.resolve("rules.yaml"));
        look(5);
        assertThat(changes).as("broken").isEqualTo(before + 1);

        write("relay.yaml", "two");
        meanwhile = () -> files.add(folder.resolve("rules.yaml"));
        look(5);
        assertThat(changes).as("in order again").isEqualTo(before + 2);

        write("relay.yaml", "broken");
        meanwhile = () -> files.remove(folder.resolve("rules.yaml"));
        look(5);
        write("rules.yaml", "b");
        look(5);
        write("relay.yaml", "two");
        meanwhile = () -> files.add(folder.resolve("rules.yaml"));
        look(5);
        assertThat(changes).as("with other rules").isGreaterThanOrEqualTo(before + 4);
    }

    @Test
    void aFileThatIsSavedOnceMoreWhileItsChangeIsDealtWithIsAChange() throws IOException {
        write("rules.yaml", "a");
        meanwhile = () -> {
            meanwhile = () -> {};
            files.add(folder.resolve("rules.yaml"));
            writeNow("relay.yaml", "three");
        };
        write("relay.yaml", "two");
        look(6);

        assertThat(changes).isGreaterThan(1);
    }

    private Map<Path, String> digests() {
        return files.stream().collect(Collectors.toMap(file -> file, ConfigFile::digest));
    }

    private void writeNow(String name, String text) {
        try {
            write(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChangeThatCouldNotBeDealtWithIsToldAgain() throws IOException {
        dealtWith = false;
        write("relay.yaml", "two");
        look(3);
        assertThat(changes).isEqualTo(2);

        dealtWith = true;
        look(4);

        assertThat(changes).isEqualTo(3);
    }

    @Test
    void aChangeThatCanNotBeDealtWithIsToldMoreAndMoreRarelyAndAtOnceWhenTheFileChanges() throws Exception {
        dealtWith = false;
        write("relay.yaml", "two");
        look(1);

        assertThat(pollsWithAChange(100)).containsExactly(1, 2, 4, 8, 16, 32, 62, 92);

        write("relay.yaml", "three");
        assertThat(pollsWithAChange(10)).containsExactly(2, 3, 5, 9);
        watch.readElsewhere();
        assertThat(pollsWithAChange(10)).containsExactly(1, 2, 4, 8);
    }

    /** The numbers of the polls that told of a change. */
    private List<Integer> pollsWithAChange(int polls) {
        List<Integer> told = new ArrayList<>();
        for (int poll = 1; poll <= polls; poll++) {
            int before = changes;
            look(1);
            if (changes > before) {
                told.add(poll);
            }
        }
        return told;
    }

    @Test
    void aFaultIsTriedAgainMoreAndMoreRarelyToo() throws Exception {
        meanwhile = () -> {
            throw new IllegalStateException("a fault");
        };
        write("relay.yaml", "two");
        for (int poll = 0; poll < 20; poll++) {
            try {
                look(1);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("a fault");
            }
        }

        assertThat(changes).isEqualTo(5);
    }

    @Test
    void whatIsPutBackAfterAChangeThatCouldNotBeDealtWithIsAChange() throws IOException {
        dealtWith = false;
        write("relay.yaml", "two");
        look(2);
        int before = changes;

        dealtWith = true;
        write("relay.yaml", "one");
        look(4);

        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void whatIsPutBackAfterAChangeThatEndedInAFaultIsAChange() throws IOException {
        meanwhile = () -> {
            throw new IllegalStateException("a fault");
        };
        write("relay.yaml", "two");
        look(1);
        assertThatThrownBy(() -> look(1)).hasMessage("a fault");

        meanwhile = () -> {};
        write("relay.yaml", "one");
        look(4);

        assertThat(changes).isEqualTo(2);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatCantBeReadAsAFileIsAChangeAndNeitherWaitedForNorReadWhole() throws Exception {
        Path file = folder.resolve("relay.yaml");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        look(3);
        assertThat(changes).as("a pipe that nobody writes to").isEqualTo(1);

        Files.delete(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8L << 30);
        }
        look(3);
        assertThat(changes).as("a file larger than all memory").isEqualTo(2);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.poll();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
