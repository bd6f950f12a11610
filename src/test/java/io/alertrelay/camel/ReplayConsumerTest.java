package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.ReplayFeed.ReplayFeedException;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a replay hands over while the partitions are raised. */
@Timeout(30)
class ReplayConsumerTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final WebhookPartitions partitions = new WebhookPartitions(4);
    private final AtomicInteger handedOver = new AtomicInteger();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void itHoldsUpNoWebhooksBehindItAndARaiseUntilItIsStored() throws Exception {
        CountDownLatch stored = new CountDownLatch(1);
        ReplayConsumer consumer = consumer(exchange -> stored.await());
        partitions.hold();
        heldBack(consumer);
        List<String> webhooks = new ArrayList<>();
        partitions.enter(() -> {
            webhooks.add("behind");
            partitions.left();
        });

        assertThat(partitions.release()).isEqualTo(2);

        assertThat(webhooks).containsExactly("behind");
        assertThat(partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO)))
                .isFalse();
        stored.countDown();
        assertThat(ended.get()).hasMessage("none");
        assertThat(none()).isTrue();
    }

    @Test
    void oneThatIsInterruptedMeanwhileHandsOverNothingAndHoldsUpNothing() throws Exception {
        ReplayConsumer consumer = consumer(exchange -> handedOver.incrementAndGet());
        partitions.hold();
        heldBack(consumer).interrupt();

        assertThat(ended.get()).isInstanceOf(ReplayFeedException.class);
        partitions.release();
        assertThat(none()).isTrue();
        assertThat(handedOver).hasValue(0);
    }

    @Test
    void norDoesOneWhoseRelayStopsMeanwhile() throws Exception {
        ReplayConsumer consumer = consumer(exchange -> handedOver.incrementAndGet());
        partitions.hold();
        heldBack(consumer);
        consumer.stop();

        assertThat(ended.get()).isInstanceOf(ReplayFeedException.class);
        partitions.release();
        assertThat(none()).isTrue();
        assertThat(handedOver).hasValue(0);
    }

    @Test
    void anErrorInTheRouteHoldsUpNothing() {
        ReplayConsumer consumer = consumer(exchange -> {
            throw new NoClassDefFoundError("io.alertrelay.Missing");
        });

        assertThatThrownBy(() -> consumer.feed(List.of())).isInstanceOf(ReplayFeedException.class);

        assertThat(none()).isTrue();
    }

    private boolean none() {
        try {
            return partitions.awaitNoneInProgress(Deadline.after(Duration.ZERO));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread heldBack(ReplayConsumer consumer) {
        Thread feeding = new Thread(() -> {
            try {
                consumer.feed(List.of());
                ended.complete(new Exception("none"));
            } catch (ReplayFeedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        feeding.setDaemon(true);
        feeding.start();
        await().until(() ->
                feeding.getState() == Thread.State.WAITING || feeding.getState() == Thread.State.TIMED_WAITING);
        return feeding;
    }

    private ReplayConsumer consumer(Processor route) {
        camel.addComponent(
                "replay",
                new RelayComponent().from("events", (part, unused) -> new ReplayConsumer(part, route, partitions)));
        camel.start();
        try {
            ReplayConsumer consumer =
                    (ReplayConsumer) camel.getEndpoint("replay:events").createConsumer(route);
            consumer.start();
            return consumer;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
