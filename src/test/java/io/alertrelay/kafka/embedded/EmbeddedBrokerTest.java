package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.testing.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final EmbeddedBroker.FatalFault NONE = (status, reason) -> {};

    @TempDir
    private Path data;

    @Test
    void continuesWithTheDataThatItHadBefore() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                Admin admin = broker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                Admin admin = broker.clients().admin()) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    @Test
    void flushesToDiskBeforeItAcknowledges() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                Admin admin = broker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "t");

            assertThat(admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("flush.messages")
                            .value())
                    .isEqualTo("1");
        }
    }

    @Test
    void takesRecordsFromBeforeTheClockWasSetBack() throws Exception {
        long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                Admin admin = broker.clients().admin();
                Producer<byte[], byte[]> producer = broker.clients().writer()) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();

            assertThat(producer.send(new ProducerRecord<>("t", 0, tomorrow, new byte[1], new byte[1]))
                            .get()
                            .timestamp())
                    .isEqualTo(tomorrow);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data, taken.getLocalPort(), NONE))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("kafka.port");
        }
    }

    @Test
    void startsThoughAnotherProgramTakesItsPortsMeanwhile() throws Exception {
        Iterator<Integer> tries = List.of(0, 1, 2).iterator();
        List<String> fatal = new CopyOnWriteArrayList<>();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IntFunction<List<Integer>> ports = count -> {
                List<Integer> free = new ArrayList<>(FreePorts.take(count));
                if (tries.hasNext()) {
                    free.set(tries.next(), taken.getLocalPort());
                }
                return free;
            };
            try (EmbeddedBroker broker = EmbeddedBroker.start(
                            FolderUser.relay(), data, 0, (status, reason) -> fatal.add(reason), ports);
                    Admin admin = broker.clients().admin()) {
                assertThat(admin.listTopics().names().get()).isEmpty();
            }
        }
        assertThat(tries).isExhausted();
        assertThat(fatal).isEmpty();
    }

    @Test
    void saysWhoHasTheDataFolderAndNotToTakeAnotherOne() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE)) {
            int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
            assertThatThrownBy(() -> EmbeddedBroker.start(data, port, NONE))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("in use by another process, relay serve (pid " + pid + ")")
                    .hasMessageNotContaining("kafka.data");
            assertThat(broker.isWanted()).isFalse();
        }
    }

    @Test
    void aRelayAsksACommandForTheFolder() throws Exception {
        FolderUser command = FolderUser.command(FolderUser.Kind.READER);
        try (EmbeddedBroker broker = EmbeddedBroker.start(command, data, 0, NONE)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(command, data, 0, NONE))
                    .isInstanceOf(BrokerStartException.class);
            assertThat(broker.isWanted()).as("by another command").isFalse();
            assertThatThrownBy(() -> EmbeddedBroker.start(data, 0, NONE))
                    .isInstanceOfSatisfying(
                            BrokerStartException.class,
                            e -> assertThat(e.user()).contains(command));
            assertThat(broker.isWanted()).isTrue();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE)) {
            assertThat(broker.isWanted()).isFalse();
        }
    }

    @Test
    void saysWhichFoldersInItsDataAreNotItsOwn() throws Exception {
        Files.createDirectories(data.resolve("lost+found"));
        Files.createDirectory(data.resolve("backup"));
        Files.createDirectory(data.resolve("a.topic-12"));
        Files.createDirectory(data.resolve("a.topic-1.2f3a-delete"));

        assertThatThrownBy(() -> EmbeddedBroker.start(data, 0, NONE))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("not Kafka's, backup, lost+found: move them")
                .hasMessageContaining("kafka.data");
    }

    @Test
    void aBackupWithTheNameOfAPartitionIsNotItsOwnEither() throws Exception {
        Files.createDirectories(data.resolve("backup-2026/kept-0"));
        Files.createFile(data.resolve("backup-2026/leader-epoch-checkpoint"));
        Files.createDirectory(data.resolve("tar-2026"));
        Files.createFile(data.resolve("tar-2026/data.tar.gz"));

        assertThatThrownBy(() -> EmbeddedBroker.start(data, 0, NONE))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("not Kafka's, backup-2026, tar-2026: move them");
    }

    /** Kafka puts aside what it can't tell from a partition that was forgotten, and keeps it. */
    @Test
    void aCopyOfAPartitionOrAnEmptyFolderKeepsNothingFromWorking() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                Admin admin = broker.clients().admin();
                Producer<byte[], byte[]> producer = broker.clients().writer()) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("kept", 0, new byte[1], new byte[1]))
                    .get();
        }
        Files.createDirectory(data.resolve("empty-2026"));
        Path copy = Files.createDirectory(data.resolve("kept-0-2026"));
        try (Stream<Path> files = Files.list(data.resolve("kept-0"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }

        for (int starts = 0; starts < 2; starts++) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NONE);
                    Admin admin = broker.clients().admin()) {
                TopicPartition kept = new TopicPartition("kept", 0);
                assertThat(admin.listTopics().names().get()).containsExactly("kept");
                assertThat(admin.listOffsets(Map.of(kept, OffsetSpec.latest()))
                                .partitionResult(kept)
                                .get()
                                .offset())
                        .isEqualTo(1);
            }
        }
        try (Stream<Path> all = Files.list(data)) {
            assertThat(all.map(one -> one.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("kept-0-2026.") && name.endsWith("-stray"));
        }
    }

    @Test
    void aFatalFaultOfTheBrokerIsToldInsteadOfEndingTheJvmWithoutAWord() throws Exception {
        List<String> fatal = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(data, 0, (status, reason) -> fatal.add(status + " " + reason))) {
            assertThat(broker.bootstrapServers()).isNotEmpty();

            Exit.halt(1, "the disk is gone");
            Exit.exit(2);
        } finally {
            // The procedures are Kafka's, one for the JVM: the shared broker of the other tests has its own.
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
        }

        assertThat(fatal).containsExactly("1 the disk is gone", "2 no reason given; see the log above");
    }
}
