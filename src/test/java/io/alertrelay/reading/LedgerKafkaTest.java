package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.Brokers;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.embedded.BrokerStartException;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.kafka.embedded.FolderUser;
import io.alertrelay.testing.FreePorts;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay runs, and a command can't find its Kafka. */
class LedgerKafkaTest {
    @TempDir
    private Path folder;

    private final List<String> steps = new ArrayList<>();

    @Test
    void aCommandNeverTellsItsReaderToStopTheRelayThatRuns() throws Exception {
        int free = FreePorts.take(1).get(0);
        try (EmbeddedBroker relay = EmbeddedBroker.start(folder.resolve("data"), 0, (status, reason) -> {})) {
            assertThat(relay.bootstrapServers()).isNotBlank();
            assertThatThrownBy(() -> LedgerKafka.open(config(0), steps::add))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("kafka.port is 0")
                    .hasMessageNotContaining("stop that one");
            assertThatThrownBy(() -> LedgerKafka.open(config(free), steps::add))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("nothing answers on 127.0.0.1:" + free)
                    .hasMessageContaining("relay status")
                    .hasMessageNotContaining("stop that one");
        }

        assertThat(steps)
                .as("not that none runs: only its Kafka was asked")
                .hasSize(2)
                .allMatch(step -> step.startsWith("no relay's Kafka answers: "));
    }

    @Test
    void aCommandMakesWayForARelayThatStarts() throws Exception {
        Path data = folder.resolve("data");
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (LedgerKafka command =
                LedgerKafka.start(FolderUser.Kind.READER, new Brokers.Embedded(data, 0), steps::add)) {
            command.makeWay(steps::add, () -> ended.complete(1));
            assertThatThrownBy(() -> EmbeddedBroker.start(data, 0, (status, reason) -> {}))
                    .isInstanceOf(BrokerStartException.class);
            ended.get(60, TimeUnit.SECONDS);
            EmbeddedBroker.start(data, 0, (status, reason) -> {}).close();
        }
        assertThat(steps)
                .containsExactly("the relay starts and needs its data folder: this command ends here; run it again");
    }

    @Test
    void aCommandWhoseTerminalHangsMakesWayAllTheSame() throws Exception {
        Path data = folder.resolve("data");
        CountDownLatch read = new CountDownLatch(1);
        try (LedgerKafka command =
                LedgerKafka.start(FolderUser.Kind.READER, new Brokers.Embedded(data, 0), steps::add)) {
            command.makeWay(line -> awaitUninterruptibly(read), () -> {});
            await().atMost(30, TimeUnit.SECONDS)
                    .ignoreException(BrokerStartException.class)
                    .until(() -> {
                        EmbeddedBroker.start(data, 0, (status, reason) -> {}).close();
                        return true;
                    });
        } finally {
            read.countDown();
        }
    }

    @Test
    void aCommandStartsNoBrokerWhereTheRelayWouldNotStartForLackOfRoom() throws Exception {
        EmbeddedBroker.start(folder.resolve("data"), 0, (status, reason) -> {}).close();
        RelayConfig full = TestConfig.load(
                TestConfig.yaml("{ brokers: embedded, data: ./data, port: 0, min_free: 1024GiB }", 1, 2, 3, ""),
                folder);

        assertThatThrownBy(() -> LedgerKafka.open(full, steps::add))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is nearly full")
                .hasMessageContaining("free some space");
        assertThat(steps).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RelayConfig config(int port) throws Exception {
        return TestConfig.load(
                TestConfig.yaml("{ brokers: embedded, data: ./data, port: " + port + " }", 1, 2, 3, ""), folder);
    }
}
