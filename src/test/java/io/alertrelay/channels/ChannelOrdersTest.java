package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.record.ChannelOrder;
import io.alertrelay.record.ChannelOrder.Kind;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Watchdog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders for channels that several relays read from a topic, which may be deleted and recreated. */
@Timeout(180)
class ChannelOrdersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-05-02T10:00:00Z");

    private final KafkaClients clients = SharedBroker.clients();
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());

    @Test
    void aPauseIsKnownToAllRelaysAlsoAfterTheTopicWasRecreated() throws Exception {
        SharedBroker.create(names.relays(), 1);
        ChannelOrder pause = order(Kind.PAUSE, "payments");
        try (ChannelOrders first = relay()) {
            first.place(pause);
            first.place(order(Kind.PAUSE, "platform"));
            first.place(order(Kind.RESUME, "platform"));
            assertThat(first.catchUp()).isTrue();
            recreate(names.relays());

            await().atMost(SOON).until(() -> {
                first.catchUp();
                try (ChannelOrders later = relay()) {
                    return later.standing("payments").equals(Optional.of(pause));
                }
            });
            try (ChannelOrders second = relay()) {
                assertThat(kind(second, "platform")).contains(Kind.RESUME);

                second.place(order(Kind.RESUME, "payments"));
                assertThat(first.catchUp()).isTrue();
            }
            assertThat(first.standing("payments").map(ChannelOrder::kind)).contains(Kind.RESUME);
        }
    }

    @Test
    void aRelayThatWasCutOffDoesNotBringBackAPauseThatWasEndedBeforeTheTopicWasRecreated() throws Exception {
        SharedBroker.create(names.relays(), 1);
        try (ChannelOrders first = relay();
                ChannelOrders cutOff = relay()) {
            first.place(order(Kind.PAUSE, "payments"));
            first.place(order(Kind.PROBE, "platform"));
            assertThat(cutOff.catchUp()).isTrue();
            first.place(order(Kind.RESUME, "payments", NOW.plusSeconds(60)));
            assertThat(first.catchUp()).isTrue();
            recreate(names.relays());

            await().pollInSameThread().atMost(SOON).until(() -> {
                first.catchUp();
                cutOff.catchUp();
                return kind(cutOff, "payments").filter(Kind.RESUME::equals).isPresent();
            });

            assertThat(first.catchUp()).isTrue();
            assertThat(kind(first, "payments")).contains(Kind.RESUME);
            assertThat(later("payments")).contains(Kind.RESUME);
        }
    }

    @Test
    void aPauseThatIsWrittenAgainFirstIsNotTakenByARelayThatKnowsItsEnd() throws Exception {
        SharedBroker.create(names.relays(), 1);
        try (ChannelOrders first = relay();
                ChannelOrders cutOff = relay()) {
            first.place(order(Kind.PAUSE, "payments"));
            assertThat(cutOff.catchUp()).isTrue();
            first.place(order(Kind.RESUME, "payments", NOW.plusSeconds(60)));
            assertThat(first.catchUp()).isTrue();
            recreate(names.relays());
            await().pollInSameThread().atMost(SOON).until(() -> {
                cutOff.catchUp();
                return later("payments").filter(Kind.PAUSE::equals).isPresent();
            });

            await().pollInSameThread().atMost(SOON).until(() -> {
                first.catchUp();
                return later("payments").filter(Kind.RESUME::equals).isPresent();
            });

            assertThat(kind(first, "payments")).contains(Kind.RESUME);
            await().pollInSameThread().atMost(SOON).until(() -> {
                cutOff.catchUp();
                return kind(cutOff, "payments").filter(Kind.RESUME::equals).isPresent();
            });
        }
    }

    @Test
    void anOrderIsExecutedAtOnceThoughTheTopicWasRecreatedJustBefore() throws Exception {
        SharedBroker.create(names.relays(), 1);
        List<Kind> executed = new CopyOnWriteArrayList<>();
        try (ChannelOrders relay = relay()) {
            relay.place(order(Kind.PAUSE, "payments"));
            relay.place(order(Kind.RESUME, "payments"));
            relay.place(order(Kind.PROBE, "payments"));
            assertThat(relay.catchUp()).isTrue();
            recreate(names.relays());
            relay.start("one", order -> executed.add(order.kind()));

            relay.place(order(Kind.PROBE, "payments"));
            assertThat(executed).contains(Kind.PROBE);
            relay.place(order(Kind.PAUSE, "payments"));

            assertThat(kind(relay, "payments")).contains(Kind.PAUSE);
            assertThat(executed).contains(Kind.PAUSE);
        }
    }

    private static Optional<Kind> kind(ChannelOrders relay, String channel) {
        return relay.standing(channel).map(ChannelOrder::kind);
    }

    /** What a relay knows that starts now. */
    private Optional<Kind> later(String channel) throws InterruptedException {
        try (ChannelOrders later = relay()) {
            return kind(later, channel);
        }
    }

    private ChannelOrders relay() throws InterruptedException {
        return new ChannelOrders(
                clients, names, new WebhookPartitions(1), new Watchdog(System::nanoTime).stage(Job.CHANNEL_ORDERS));
    }

    private static ChannelOrder order(Kind kind, String channel) {
        return order(kind, channel, NOW);
    }

    private static ChannelOrder order(Kind kind, String channel, Instant at) {
        return new ChannelOrder(kind, channel, "tester", "", at, Optional.empty());
    }

    private void recreate(String topic) throws Exception {
        try (Admin admin = clients.admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        await().atMost(SOON).ignoreExceptions().until(() -> {
            SharedBroker.create(topic, 1);
            return true;
        });
    }
}
