package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.Finding;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.replay.Plan;
import io.alertrelay.replay.Reason;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What an operator may rely on who sends a stretch of the past again. */
class ReplayIT extends ReplayRig {
    @Test
    void whatIsSentIsWhatWasPlannedAndNothingThatIsResolvedIsOpenedAgain() throws Exception {
        firing(20);
        for (int i = 0; i < 20; i += 2) {
            posts.resolved(Rig.to("a"), "alert" + i);
        }
        Map<Integer, Long> end = routed();
        // Resolved after the stretch: not to be opened in b.
        posts.resolved(Rig.to("a"), "alert1");
        rig.settled();
        Map<TopicPartition, OffsetAndMetadata> offsets = routingOffsets();

        Proposal proposal = propose(end, new ReplayDestination.ToChannel("b"));
        ReplayEntry done = carriedOut(proposal);

        assertThat(proposal.plan().requests()).isEqualTo(19);
        assertThat(done.progress().channels().get("b").settled()).isEqualTo(Map.of("delivered", 19L));
        assertThat(rig.arrivals("b").taken()).hasSize(19);
        Map<String, String> latest = new HashMap<>();
        rig.arrivals("b").taken().forEach(r -> latest.put(Arrivals.alert(r), Arrivals.status(r)));
        assertThat(latest).doesNotContainKey("alert1");
        IntStream.range(0, 20)
                .filter(i -> i != 1)
                .forEach(i -> assertThat(latest.get("alert" + i)).isEqualTo(i % 2 == 0 ? "Ok" : "Critical"));
        assertThat(routingOffsets()).as("live offsets").isEqualTo(offsets);
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void theSameReplayOrderedTwiceDoesNotSendTwice() throws Exception {
        firing(5);
        Map<Integer, Long> end = routed();
        carriedOut(propose(end, new ReplayDestination.ToChannel("b")));

        Proposal again = propose(end, new ReplayDestination.ToChannel("b"));

        assertThat(again.before()).isPresent();
        assertThat(again.plan().requests()).isZero();
        assertThat(rig.arrivals("b").taken()).hasSize(5);
    }

    @Test
    void whatOneReplayDeliversAnotherThatWasPlannedBeforeThatLeavesOut() throws Exception {
        firing(5);
        Proposal five = propose(routed(), new ReplayDestination.ToChannel("b"));
        posts.firing(Rig.to("a"), "alert5", "critical");
        Proposal six = propose(routed(), new ReplayDestination.ToChannel("b"));
        assertThat(six.plan().requests()).isEqualTo(6);

        carriedOut(five);
        ReplayEntry done = carriedOut(six);

        assertThat(done.progress().leftOut()).isEqualTo(Map.of("replayed-before", 5L));
        assertThat(rig.arrivals("b").taken()).hasSize(6);
    }

    @Test
    void testAlertsAreNotSentAgainUnlessTheirWebhooksAreNamed() throws Exception {
        firing(1);
        String request = RelayClient.requestId(rig.relay().postPatiently(Rig.to("a"), """
                {"status":"firing","alerts":[{"status":"firing","fingerprint":"relay-test-1",\
                "labels":{"alertname":"[Alert Relay test]","severity":"info","relay_test":"somebody"}}]}"""));
        rig.settled();

        Plan all = propose(ReplayFilter.NONE).plan();
        Plan named = propose(receipt(request)).plan();

        assertThat(all.picks().get("b")).hasSize(1);
        assertThat(all.leftOut()).containsOnlyKeys(Reason.TEST_OR_HEARTBEAT);
        assertThat(named.picks().get("b")).hasSize(1);
        assertThat(named.leftOut()).isEmpty();
    }

    private Proposal propose(ReplayFilter filter) throws Exception {
        Map<Integer, Long> from = new HashMap<>();
        Map<Integer, Long> to = new HashMap<>();
        routingOffsets().forEach((partition, end) -> {
            from.put(partition.partition(), 0L);
            to.put(partition.partition(), end.offset());
        });
        ReplayRequest request = new ReplayRequest(
                from, to, filter, new ReplayDestination.ToChannel("b"), 1, false, List.of(), "tester");
        return rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
    }

    private static ReplayFilter receipt(String id) {
        return new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(id),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty());
    }

    @Test
    void aReplayThatCannotMoveHoldsUpNoOtherAndSaysWhatItWaitsFor() throws Exception {
        firing(10);
        Map<Integer, Long> end = routed();
        rig.flashduty().faultAlways(Rig.pushKey("b"), PassingFaults.UNAUTHORIZED);
        Proposal first = propose(end, new ReplayDestination.ToChannel("b"));
        place(first);
        Proposal second = propose(end, new ReplayDestination.AsRouted());
        place(second);

        assertThat(ended(second.order().id()).progress().channels().get("a").settled())
                .isEqualTo(Map.of("delivered", 10L));
        assertThat(replay(first.order().id()).progress().message()).isEqualTo("nothing moves in b");
        healed("b");
        assertThat(ended(first.order().id()).progress().channels().get("b").settled())
                .isEqualTo(Map.of("delivered", 10L));
    }

    @Test
    void theAuditAccountsForWhatWasHandedOverBeforeAndAfterItIsLetIn() throws Exception {
        firing(1);
        carriedOut(propose(routed(), new ReplayDestination.ToChannel("b")));
        rig.stop(first);

        RecordMetadata another = handedOver("r0000000000aa");
        AuditReport before = rig.audit();
        try (CommittedOffsets offsets = new CommittedOffsets(rig)) {
            offsets.skipReplayed(another.partition(), another.offset() + 1);
        }
        AuditReport skipped = rig.audit();

        assertThat(before.deliveries().notLetInYet()).isEqualTo(1);
        assertThat(before.clean()).isTrue();
        assertThat(skipped.deliveries().notLetInYet()).isZero();
        assertThat(skipped.counts()).isEqualTo(Map.of(Finding.Kind.NOT_LET_IN, 1L));
        assertThat(skipped.unaccounted()).isEqualTo(1);
    }

    /** Writes what the replay handed over once more, as if another one had. */
    private RecordMetadata handedOver(String replay) throws Exception {
        ConsumerRecord<String, byte[]> record =
                rig.topics().read(rig.names().replayed()).get(0);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> copy = new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value(), record.headers());
            copy.headers().remove("replay").add("replay", replay.getBytes(StandardCharsets.UTF_8));
            return producer.send(copy).get();
        }
    }

    @Test
    void whatKafkaNoLongerHasIsAnErrorThatSaysWhatThereIs() throws Exception {
        firing(3);
        Map<Integer, Long> end = routed();

        assertThatThrownBy(() -> propose(Map.of(7, 0L), Map.of(7, 5L), new ReplayDestination.ByRules(), 1))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("partition 7");
        int partition = end.entrySet().stream()
                .filter(e -> e.getValue() == 3)
                .findFirst()
                .orElseThrow()
                .getKey();
        try (Admin admin = SharedBroker.clients().admin()) {
            TopicPartition webhooks = new TopicPartition(rig.names().webhooks(), partition);
            admin.deleteRecords(Map.of(webhooks, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> propose(Map.of(partition, 0L), Map.of(), new ReplayDestination.ByRules(), 1))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("offset 0 is no longer kept; 2 to 3");
        assertThat(end.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }
}
