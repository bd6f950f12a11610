package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** A client that is replaced while it is used. */
class RenewableTest {
    private final AtomicInteger made = new AtomicInteger();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<Renewable<Client>> gone = new CopyOnWriteArrayList<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final CountDownLatch inCall = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Renewable<Client> client = new Renewable<>(
            Client.class,
            () -> new Numbered(made.incrementAndGet()),
            (one, atMost) -> closed.add(one.name()),
            gone::add,
            one -> failing.get() == made.get());

    interface Client {
        String name();

        void waitForIt();

        void fail() throws ClientException;

        void failForGood();

        void close();
    }

    private static final class ClientException extends Exception {}

    private final class Numbered implements Client {
        private final int number;

        private Numbered(int number) {
            this.number = number;
        }

        @Override
        public String name() {
            return "client " + number;
        }

        @Override
        public void waitForIt() {
            inCall.countDown();
            await().until(() -> goOn.getCount() == 0);
        }

        @Override
        public void fail() throws ClientException {
            throw new ClientException();
        }

        @Override
        public void failForGood() {
            throw new KafkaException("Cannot execute transactional method because we are in an error state");
        }

        @Override
        public void close() {
            closed.add("by itself");
        }
    }

    @Test
    void whoUsesItHasTheNewOneAndTheOldOneIsClosed() {
        Client face = client.face();

        client.renew(next -> assertThat(next.name()).isEqualTo("client 2"));

        assertThat(face.name()).isEqualTo("client 2");
        assertThat(closed).containsExactly("client 1");
    }

    @Test
    void aCallThatIsUnderWayIsNotCutOff() {
        CompletableFuture<Void> call = CompletableFuture.runAsync(client.face()::waitForIt);
        await().until(() -> inCall.getCount() == 0);
        CompletableFuture<Void> renewal = CompletableFuture.runAsync(() -> client.renew(next -> {}));

        await().until(() -> made.get() == 2);
        assertThat(closed).isEmpty();

        goOn.countDown();
        call.join();
        renewal.join();
        assertThat(closed).containsExactly("client 1");
    }

    @Test
    void onceClosedItIsNotOpenedAgain() {
        client.face().close();
        client.renew(next -> {});

        assertThat(gone).containsExactly(client);
        assertThat(closed).containsExactly("client 1", "client 2");
    }

    @Test
    void closingWaitsForNoCall() {
        CompletableFuture<Void> call = CompletableFuture.runAsync(client.face()::waitForIt);
        await().until(() -> inCall.getCount() == 0);

        client.close(Duration.ZERO);

        assertThat(closed).containsExactly("client 1");
        goOn.countDown();
        call.join();
    }

    @Test
    void itHasFailedIfItSaysSoUntilItIsReplaced() {
        assertThat(client.hasFailed()).isFalse();
        failing.set(1);
        assertThat(client.hasFailed()).isTrue();

        client.renew(next -> {});
        assertThat(client.hasFailed()).isFalse();
    }

    @Test
    void itHasFailedIfItWillNeverWorkAgainUntilItIsReplaced() {
        assertThatThrownBy(client.face()::failForGood).isInstanceOf(KafkaException.class);
        assertThat(client.hasFailed()).isTrue();

        client.renew(next -> {});
        assertThat(client.hasFailed()).isFalse();
    }

    @Test
    void whatTheClientThrowsIsThrown() {
        assertThatThrownBy(client.face()::fail).isInstanceOf(ClientException.class);
    }
}
