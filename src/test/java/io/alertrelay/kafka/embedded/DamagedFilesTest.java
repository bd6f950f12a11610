package io.alertrelay.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker starts on damaged files, says what is damaged, and serves all else. */
@Timeout(300)
class DamagedFilesTest {
    private static final int RECORDS = 60;
    private static final List<String> TOPICS =
            List.of("flipped", "indexed", "timed", "snapshot", "epochs", "emptied", "late", "well");

    @TempDir
    private Path data;

    @Test
    void eachDamageCostsOnlyWhatItHit() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {})) {
            fill(broker);
        }
        flip("flipped", 20_000);
        scribble("indexed", ".index");
        scribble("timed", ".timeindex");
        scribble("snapshot", ".snapshot");
        truncate(data.resolve("epochs-0").resolve("leader-epoch-checkpoint"), 3);
        truncate(file("emptied", ".log"), 0);

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {})) {
            assertThat(broker.damage())
                    .extracting(Damage::folder)
                    .contains("flipped-0", "indexed-0", "timed-0", "epochs-0", "emptied-0")
                    .doesNotContain("well-0", "late-0");
            assertThat(values(broker, "flipped")).hasSize(RECORDS - 1).contains("0", "59");
            assertThat(data.resolve("flipped-0"))
                    .as("the former indexes are gone")
                    .isDirectoryNotContaining("glob:**.deleted");
            for (String topic : List.of("indexed", "timed", "snapshot", "epochs", "well")) {
                assertThat(values(broker, topic)).as(topic).hasSize(RECORDS);
            }
            assertThat(values(broker, "emptied")).isEmpty();

            // While it runs: what nobody could look for at the start.
            flip("late", 20_000);
            assertThat(values(broker, "late")).hasSize(RECORDS - 1).contains("0", "59");
            try (TopicWriter writer = new TopicWriter(broker.clients())) {
                for (String topic : TOPICS) {
                    writer.write(topic, "k", "more".getBytes(UTF_8));
                    assertThat(values(broker, topic)).as(topic).contains("more");
                }
            }
        }
    }

    @Test
    void nothingIsSaidOfFilesAsKafkaLeavesThem() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {})) {
                assertThat(broker.damage()).isEmpty();
                if (start == 0) {
                    fill(broker);
                }
                // As they are on the disk while it runs, which is how a crash leaves them.
                assertThat(new DataCheck(data).run()).isEmpty();
            }
        }
        for (Path checkpoint : Files.list(data)
                .filter(file -> file.toString().endsWith("-checkpoint"))
                .toList()) {
            truncate(checkpoint, 0);
        }

        assertThat(new DataCheck(data).run()).isEmpty();
    }

    @Test
    void whatCantBeLookedAtOrRepairedKeepsNothingElseFromIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {})) {
            fill(broker);
        }
        Files.writeString(data.resolve("emptied-0").resolve("copy.log"), "not one of Kafka's");
        flip("flipped", 20_000);
        flip("late", 20_000);
        // Where its second index would go.
        flip("well", 20_000);
        Files.createDirectories(file("well", ".log")
                .resolveSibling("00000000000000000000.timeindex.deleted")
                .resolve("full"));
        byte[] damaged = Files.readAllBytes(file("well", ".log"));
        byte[] index = Files.readAllBytes(file("well", ".index"));
        // Where what is intact would go.
        Path log = file("flipped", ".log");
        Files.createDirectory(log.resolveSibling(log.getFileName() + ".relay"));

        assertThat(new DataCheck(data).run()).extracting(Damage::folder).containsExactly("late-0");
        assertThat(file("well", ".log")).hasBinaryContent(damaged);
        assertThat(file("well", ".index"))
                .as("without which Kafka would truncate it")
                .hasBinaryContent(index);
        assertThat(file("well", ".timeindex")).isRegularFile();
        assertThat(file("flipped", ".index")).exists();
        try (Stream<Path> files = Files.list(data.resolve("flipped-0"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".relay"));
        }
    }

    @Test
    void whatWasTakenOutOfAFileIsStillKeptWhenItIsDamagedAgain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {})) {
            fill(broker);
        }
        String first = "relay.damaged-flipped-0-" + file("flipped", ".log").getFileName();
        flip("flipped", 20_000);
        assertThat(new DataCheck(data).run()).hasSize(1);
        byte[] before = Files.readAllBytes(data.resolve(first));
        flip("flipped", 30_000);

        assertThat(new DataCheck(data).run())
                .singleElement()
                .satisfies(damage -> assertThat(damage.what()).endsWith(first + "-2"));
        assertThat(data.resolve(first)).hasBinaryContent(before);
        assertThat(data.resolve(first + "-2")).isNotEmptyFile();
    }

    private void fill(EmbeddedBroker broker) throws Exception {
        try (Admin admin = broker.clients().admin();
                TopicWriter writer = new TopicWriter(broker.clients())) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            byte[] random = new byte[1_000];
            for (String topic : TOPICS) {
                new TopicSetup(admin, 1, 1).awaitLeaders(List.of(topic));
                for (int i = 0; i < RECORDS; i++) {
                    // Not to be compressed, so that there are index entries.
                    new Random(i).nextBytes(random);
                    writer.write(
                            topic,
                            i + " " + new String(random, UTF_8),
                            String.valueOf(i).getBytes(UTF_8));
                }
            }
        }
    }

    private static List<String> values(EmbeddedBroker broker, String topic) {
        List<String> values = new ArrayList<>();
        KafkaClients clients = broker.clients();
        try (TopicReader reader = new TopicReader(clients)) {
            Map<Integer, Long> ends = reader.ends(topic);
            reader.read(topic, reader.starts(topic), ends, record -> values.add(new String(record.value(), UTF_8)));
        }
        return values;
    }

    private void flip(String topic, int at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(topic, ".log").toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x10);
        }
    }

    private void scribble(String topic, String suffix) throws IOException {
        byte[] random = new byte[64];
        new Random(7).nextBytes(random);
        try (RandomAccessFile file = new RandomAccessFile(file(topic, suffix).toFile(), "rw")) {
            file.write(random);
        }
    }

    private static void truncate(Path path, int size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private Path file(String topic, String suffix) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve(topic + "-0"))) {
            return all.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
