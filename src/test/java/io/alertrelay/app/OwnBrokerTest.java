package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.Brokers;
import io.alertrelay.kafka.EmbeddedBroker;
import io.alertrelay.kafka.FolderUser;
import io.alertrelay.reading.StartException;
import io.alertrelay.testing.FreePorts;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else has the data folder when the relay starts. */
class OwnBrokerTest {
    private static final EmbeddedBroker.FatalFault NONE = (status, reason) -> {};

    @TempDir
    private Path folder;

    @Test
    void waitsForACommandOfTheRelaysAndAsksItToEnd() throws Exception {
        Brokers.Embedded own =
                new Brokers.Embedded(folder.resolve("data"), FreePorts.take(1).get(0));
        FolderUser reader = FolderUser.command(FolderUser.Kind.READER);
        CompletableFuture<EmbeddedBroker> relay;
        try (EmbeddedBroker command = EmbeddedBroker.start(reader, own.data(), own.port(), NONE)) {
            relay = CompletableFuture.supplyAsync(() -> start(own));
            await().until(command::isWanted);
            assertThat(relay).isNotDone();
        }
        try (EmbeddedBroker started = relay.get(60, TimeUnit.SECONDS)) {
            assertThat(started.bootstrapServers()).isEqualTo("127.0.0.1:" + own.port());
        }
    }

    @Test
    void givesUpAtOnceIfAnotherRelayHasIt() throws Exception {
        Brokers.Embedded own = new Brokers.Embedded(folder.resolve("data"), 0);
        try (EmbeddedBroker other = EmbeddedBroker.start(own.data(), 0, NONE)) {
            assertThat(other.isWanted()).isFalse();
            assertThatThrownBy(() -> OwnBroker.start(own, NONE))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("relay serve (pid ");
        }
    }

    private static EmbeddedBroker start(Brokers.Embedded own) {
        try {
            return OwnBroker.start(own, NONE);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }
}
