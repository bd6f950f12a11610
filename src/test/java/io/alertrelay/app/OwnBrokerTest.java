package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.Brokers;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.alertrelay.kafka.embedded.FolderUser;
import io.alertrelay.reading.StartException;
import io.alertrelay.testing.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else has the data folder when the relay starts. */
class OwnBrokerTest {
    private static final EmbeddedBroker.FatalFault NONE = (status, reason) -> {};

    @TempDir
    private Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void waitsForACommandOfTheRelaysAndAsksItToEnd() throws Exception {
        Brokers.Embedded own =
                new Brokers.Embedded(folder.resolve("data"), FreePorts.take(1).get(0));
        FolderUser reader = FolderUser.command(FolderUser.Kind.READER);
        CompletableFuture<EmbeddedBroker> relay;
        try (EmbeddedBroker command = EmbeddedBroker.start(reader, own.data(), own.port(), NONE)) {
            relay = CompletableFuture.supplyAsync(() -> start(own));
            await().until(command::isWanted);
            await().until(() -> !told.isEmpty());
            assertThat(relay).isNotDone();
        }
        try (EmbeddedBroker started = relay.get(60, TimeUnit.SECONDS)) {
            assertThat(started.bootstrapServers()).isEqualTo("127.0.0.1:" + own.port());
        }
        assertThat(told)
                .containsExactly("waiting for " + reader + ", which reads the data folder " + own.data()
                        + " and has been asked to end");
    }

    @Test
    void waitsForOneThatWritesUntilItHasFinished() throws Exception {
        Brokers.Embedded own = new Brokers.Embedded(folder.resolve("data"), 0);
        FolderUser writer = FolderUser.command(FolderUser.Kind.WRITER);
        CompletableFuture<EmbeddedBroker> relay;
        try (EmbeddedBroker command = EmbeddedBroker.start(writer, own.data(), 0, NONE)) {
            relay = CompletableFuture.supplyAsync(() -> start(own));
            await().until(() -> !told.isEmpty());
            assertThat(command.bootstrapServers()).isNotBlank();
        }
        relay.get(60, TimeUnit.SECONDS).close();
        assertThat(told)
                .containsExactly("waiting for " + writer + ", which writes to the data folder " + own.data()
                        + " and is not interrupted");
    }

    @Test
    void givesUpAtOnceIfAnotherRelayHasIt() throws Exception {
        Brokers.Embedded own = new Brokers.Embedded(folder.resolve("data"), 0);
        try (EmbeddedBroker other = EmbeddedBroker.start(own.data(), 0, NONE)) {
            assertThat(other.isWanted()).isFalse();
            assertThatThrownBy(() -> OwnBroker.start(own, told::add, NONE))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("relay serve (pid ");
        }
    }

    private EmbeddedBroker start(Brokers.Embedded own) {
        try {
            return OwnBroker.start(own, told::add, NONE);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }
}
