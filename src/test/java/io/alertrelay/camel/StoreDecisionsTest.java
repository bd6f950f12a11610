package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Load;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.testing.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of a partition go on in their order, whatever becomes of one. */
class StoreDecisionsTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final KafkaClients clients = SharedBroker.clients();
    private final Lanes lanes = clients.lanes(new Lanes.Settings(
            "channel.",
            new RecordHeader("redone", new byte[0]),
            new Load(10, 1 << 20),
            Duration.ofHours(1),
            new Load(10, 1 << 20)));
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final StoreDecisions step = new StoreDecisions(
            lanes,
            new RoutingSteps(
                    new OpenAlertsByPartition(
                            clients, names, new WebhookPartitions(1), Duration.ofDays(1), 10, List::of),
                    names,
                    new OffsetTracker(10, 1 << 20),
                    lanes,
                    new Telemetry(new SimpleMeterRegistry(), Clock.systemUTC())));
    private final List<Exchange> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        step.stop();
        lanes.close();
        camel.close();
    }

    @Test
    void aPartThatCannotBeWrittenBecauseOfAnErrorEndsWithItAndHoldsUpNoLaterOne() {
        lanes.start();
        Exchange failed = process(new DecidedPart(0, new WithoutMemory(), List.of()));
        Exchange later = process(DecidedPart.empty(0));

        await().until(() -> ended.size() == 2);

        assertThat(ended).containsExactly(failed, later);
        assertThat(failed.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(later.getException()).isNull();
    }

    @Test
    void whatIsForgottenInAPartitionThatAnotherRelayHasByNowIsNotWritten() {
        lanes.start();
        Exchange gone = process(new DecidedPart(
                0, List.of(new ProducerRecord<>(names.decisions(), 0, new byte[] {'k'}, null)), List.of()));

        await().until(() -> ended.contains(gone));

        assertThat(gone.isRouteStop()).isTrue();
    }

    private Exchange process(DecidedPart part) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(part);
        step.process(exchange, doneSync -> ended.add(exchange));
        return exchange;
    }

    private static final class WithoutMemory extends AbstractList<ProducerRecord<byte[], byte[]>> {
        @Override
        public ProducerRecord<byte[], byte[]> get(int index) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
