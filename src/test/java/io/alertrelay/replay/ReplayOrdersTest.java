package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The range of an order, where routing has passed three of five webhooks. */
@Timeout(60)
class ReplayOrdersTest {
    private static final int STORED = 5;
    private static final long ROUTED = 3;

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private Admin admin;
    private TopicReader reader;
    private ReplayOrders orders;

    @BeforeEach
    void store() throws Exception {
        admin = clients.admin();
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of()));
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (int i = 0; i < STORED; i++) {
                writer.write(names.webhooks(), "arms", "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
        GroupOffsets offsets = new GroupOffsets(admin);
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(ROUTED, ""));
        reader = new TopicReader(clients);
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), folder);
        orders = new ReplayOrders(reader, offsets, names, config, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        reader.close();
        admin.close();
    }

    @Test
    void whatRoutingHasNotPassedOfTheLastHourIsSaid() throws Exception {
        ReplayOrders.Ranged ranged = orders.order(request(Map.of(), lastHour()));

        assertThat(ranged.order().bounds().to()).containsExactly(Map.entry(0, ROUTED));
        assertThat(ranged.notRouted()).containsExactly(Map.entry(0, new NotRouted(ROUTED, STORED - ROUTED)));
    }

    @Test
    void aRangeThatBeginsBehindThatSaysWhyItIsEmpty() throws Exception {
        ReplayOrders.Ranged ranged = orders.order(request(Map.of(0, 4L), ReplayFilter.NONE));

        assertThat(ranged.notRouted()).containsExactly(Map.entry(0, new NotRouted(4, 1)));
    }

    @Test
    void anOffsetThatIsNotThereYetIsRefusedAsABeginOrAnEndAndTheEndIsNot() throws Exception {
        assertThatThrownBy(() -> orders.order(request(Map.of(0, STORED + 1L), ReplayFilter.NONE)))
                .isInstanceOf(ReplayException.class)
                .hasMessage("partition 0: offset 6 is not there yet; 0 to 5 (exclusive) are there");
        assertThatThrownBy(() -> orders.order(upTo(STORED + 1L)))
                .isInstanceOf(ReplayException.class)
                .hasMessage("partition 0: offset 6 is not there yet; 0 to 5 (exclusive) are there");
        assertThat(orders.order(upTo(STORED)).notRouted())
                .containsExactly(Map.entry(0, new NotRouted(ROUTED, STORED - ROUTED)));
        assertThat(orders.order(request(Map.of(0, (long) STORED), ReplayFilter.NONE))
                        .notRouted())
                .isEmpty();
    }

    @Test
    void aTimeThatIsStillToComeIsRefused() {
        assertThatThrownBy(() ->
                        orders.order(request(Map.of(), since(Instant.now().plus(Duration.ofHours(1))))))
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith("from: found ")
                .hasMessageContaining(", which is still to come, expected a time before now, ");
    }

    @Test
    void aRangeThatIsRoutedLacksNothing() throws Exception {
        assertThat(orders.order(upTo(ROUTED)).notRouted()).isEmpty();
    }

    private static ReplayRequest upTo(long end) {
        return new ReplayRequest(
                Map.of(0, 0L),
                Map.of(0, end),
                ReplayFilter.NONE,
                new ReplayDestination.ByRules(),
                1,
                false,
                List.of(),
                "tester");
    }

    @Test
    void moreDeadLettersThanAPlanHoldsAreRefusedBeforeTheyAreLookedUp() {
        List<Place> many = Stream.generate(() -> new Place(0, 0)).limit(60_000).toList();

        assertThatThrownBy(() -> orders.order(new ReplayRequest(
                        Map.of(),
                        Map.of(),
                        ReplayFilter.NONE,
                        new ReplayDestination.ByRules(),
                        1,
                        false,
                        many,
                        "tester")))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("more than one replay may hold");
    }

    @Test
    void webhooksThatAreNotThereAreNamed() throws Exception {
        String known = "w0-1-0000000000000000";

        assertThat(orders.order(request(Map.of(), only(known))).order().bounds().from())
                .containsExactly(Map.entry(0, 1L));
        assertThatThrownBy(() -> orders.order(request(
                        Map.of(),
                        only(known, "w0-1-7k3m9qxr2ztc5vbn", "w0-99-7k3m9qxr2ztc5vbn", "w7-0-7k3m9qxr2ztc5vbn"))))
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith("nothing is known of w0-1-7k3m9qxr2ztc5vbn, w0-99-7k3m9qxr2ztc5vbn,"
                        + " w7-0-7k3m9qxr2ztc5vbn: ");
    }

    private static ReplayFilter only(String... receipts) {
        return new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(receipts),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty());
    }

    private static ReplayRequest request(Map<Integer, Long> from, ReplayFilter filter) {
        return new ReplayRequest(
                from, Map.of(), filter, new ReplayDestination.ByRules(), 1, false, List.of(), "tester");
    }

    private static ReplayFilter lastHour() {
        return since(Instant.now().minus(Duration.ofHours(1)));
    }

    private static ReplayFilter since(Instant from) {
        return new ReplayFilter(
                Optional.of(from),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty());
    }
}
