package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.app.Replays.Proposal;
import io.alertrelay.ledger.AuditReport;
import io.alertrelay.ledger.Finding;
import io.alertrelay.replay.Destination;
import io.alertrelay.replay.Narrowing;
import io.alertrelay.replay.Place;
import io.alertrelay.replay.Reason;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayProgress;
import io.alertrelay.replay.ReplayProgress.State;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.StateChoice;
import io.alertrelay.replay.Wish;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may rely on who sends a stretch of the past again. Live alerts go to channel a, the replay to b. */
class ReplayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    private App first;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of("a", "b"), "timeout: 2s");
        posts = new Posts(rig::relay);
        first = rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

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

        Proposal proposal = propose(end, new Destination.ToChannel("b"), StateChoice.LATEST);
        ReplayEntry done = carriedOut(proposal);

        assertThat(proposal.plan().requests()).isEqualTo(19);
        assertThat(done.progress().channels().get("b").settled()).isEqualTo(Map.of("delivered", 19L));
        assertThat(rig.arrivals("b").taken()).hasSize(19);
        Map<String, String> told = new HashMap<>();
        rig.arrivals("b").taken().forEach(r -> told.put(Arrivals.alert(r), Arrivals.status(r)));
        assertThat(told).doesNotContainKey("alert1");
        IntStream.range(0, 20)
                .filter(i -> i != 1)
                .forEach(i -> assertThat(told.get("alert" + i)).isEqualTo(i % 2 == 0 ? "Ok" : "Critical"));
        assertThat(routingOffsets()).as("live offsets").isEqualTo(offsets);
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void theSameReplayOrderedTwiceDoesNotSendTwice() throws Exception {
        firing(5);
        Map<Integer, Long> end = routed();
        carriedOut(propose(end, new Destination.ToChannel("b"), StateChoice.LATEST));

        Proposal again = propose(end, new Destination.ToChannel("b"), StateChoice.LATEST);

        assertThat(again.before()).isPresent();
        assertThat(again.plan().requests()).isZero();
        assertThat(rig.arrivals("b").taken()).hasSize(5);
    }

    @Test
    void theRecoveryOfAnAlertThatWasReplayedToAChannelGoesThereToo() throws Exception {
        firing(3);
        carriedOut(propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST));
        rig.restart();

        posts.resolved(Rig.to("a"), "alert1");
        rig.settled();

        assertThat(rig.arrivals("b").of("alert1")).extracting(Arrivals::status).containsExactly("Critical", "Ok");
        assertThat(rig.arrivals("b").of("alert2")).hasSize(1);
    }

    @Test
    void whileLiveAlertsComeNoneIsReordered() throws Exception {
        for (int i = 0; i < 60; i++) {
            posts.firing(Rig.TO_ALL, "alert" + i, "warning");
        }
        Map<Integer, Long> end = routed();
        rig.settled();
        Proposal proposal = propose(end, new Destination.ByRules(), StateChoice.LATEST, 0.005);
        String id = proposal.order().id();
        place(proposal);

        // While the replay goes on, each of its alerts changes, those that it has sent and those that it has not.
        List<Integer> alerts = IntStream.range(0, 60).boxed().collect(Collectors.toList());
        Collections.shuffle(alerts, new Random(11));
        await("some are sent").atMost(PATIENCE).until(() -> progress(id, "a").ended() >= 10);
        alerts.forEach(alert -> posts.resolved(Rig.TO_ALL, "alert" + alert));
        ReplayEntry done = ended(id);

        assertThat(rig.settled().clean()).isTrue();
        assertThat(done.progress().channels().get("a").ended()).isBetween(10L, 59L);
        for (String channel : List.of("a", "b")) {
            inOrder(channel);
            assertThat(rig.arrivals(channel).takenNumbers()).hasSize(120);
        }
    }

    @Test
    void aLiveAlertDoesNotWaitForAReplayThatFillsTheChannel() throws Exception {
        firing(300);
        Proposal proposal = propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST);
        rig.flashduty().faultAlways(Rig.pushKey("b"), new Fault.Delay(Duration.ofMillis(300)));
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 20);

        posts.firing(Rig.to("b"), "live", "info");
        await("what is live is sent")
                .atMost(PATIENCE)
                .until(() -> !rig.arrivals("b").of("live").isEmpty());
        rig.flashduty().heal(Rig.pushKey("b"));
        ended(proposal.order().id());

        List<String> sent =
                rig.arrivals("b").taken().stream().map(Arrivals::alert).toList();
        assertThat(sent).hasSize(301);
        assertThat(sent.size() - sent.indexOf("live"))
                .as("replayed ones behind it")
                .isGreaterThan(100);
    }

    @Test
    void aRestartInTheMiddleGoesOnWhereItWasAndSendsEachOnce() throws Exception {
        firing(60);
        Proposal proposal = propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST, 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 10);
        rig.restart();

        assertThat(ended(proposal.order().id()).progress().channels().get("b"))
                .isEqualTo(new ReplayProgress.OfChannel(60, 60, Map.of("delivered", 60L)));
        assertThat(rig.arrivals("b").taken()).hasSize(60);
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void ofTwoRelaysOneCarriesItOutAndWhenItStopsTheOtherGoesOn() throws Exception {
        App second = rig.start();
        firing(60);
        Proposal proposal = propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST, 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 10);
        await("both show it")
                .atMost(PATIENCE)
                .until(() ->
                        Stream.of(first, second).allMatch(relay -> shown(relay).equals("running")));
        rig.stop(first);

        ended(proposal.order().id());
        await("it is shown as done").atMost(PATIENCE).until(() -> shown(second).equals("done"));

        assertThat(rig.arrivals("b").taken()).hasSize(60);
        assertThat(rig.settled().clean()).isTrue();
    }

    /** The state of the only replay, as health has it. */
    private static String shown(App relay) {
        return Rig.client(relay).health().at("/replays/0/state").asText();
    }

    @Test
    void aPausedOneSendsNothingMoreAndACancelledOneNeverDoes() throws Exception {
        firing(40);
        Proposal proposal = propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST, 0.005);
        String id = proposal.order().id();
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 5);

        wish(id, Wish.Kind.PAUSE);
        awaitState(id, State.PAUSED);
        rig.settled();
        int paused = rig.arrivals("b").taken().size();
        assertThat(paused).isLessThan(40);
        posts.firing(Rig.to("b"), "live", "critical");
        await("what is live still goes")
                .atMost(PATIENCE)
                .until(() -> !rig.arrivals("b").of("live").isEmpty());
        assertThat(rig.arrivals("b").taken()).hasSize(paused + 1);

        wish(id, Wish.Kind.RESUME);
        await("it goes on")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() > paused + 2);
        wish(id, Wish.Kind.CANCEL);
        awaitState(id, State.CANCELLED);
        rig.settled();
        assertThat(rig.arrivals("b").taken()).hasSizeLessThan(41);
        assertThatThrownBy(() -> wish(id, Wish.Kind.RESUME))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("cancelled");
    }

    @Test
    void aChannelThatStandsStillHoldsUpTheReplayOfNoOtherAndLittleOfItWaitsThere() throws Exception {
        for (int i = 0; i < 60; i++) {
            posts.firing(Rig.TO_ALL, "alert" + i, "warning");
        }
        Map<Integer, Long> end = routed();
        rig.settled();
        rig.flashduty().faultAlways(Rig.pushKey("b"), Weather.UNAUTHORIZED);
        Proposal proposal = propose(end, new Destination.ByRules(), StateChoice.LATEST, 0.005);
        place(proposal);
        String id = proposal.order().id();

        await("a has all")
                .atMost(PATIENCE)
                .until(() -> progress(id, "a").settled().equals(Map.of("delivered", 60L)));
        assertThat(progress(id, "b").fed()).isLessThan(60);
        assertThat(progress(id, "b").ended()).isZero();
        rig.flashduty().heal(Rig.pushKey("b"));
        assertThat(ended(id).progress().channels().get("b").settled()).isEqualTo(Map.of("delivered", 60L));
    }

    @Test
    void aReplayThatCannotMoveHoldsUpNoOtherAndSaysWhatItWaitsFor() throws Exception {
        firing(10);
        Map<Integer, Long> end = routed();
        rig.flashduty().faultAlways(Rig.pushKey("b"), Weather.UNAUTHORIZED);
        Proposal first = propose(end, new Destination.ToChannel("b"), StateChoice.LATEST);
        place(first);
        Proposal second = propose(end, new Destination.AsRouted(), StateChoice.LATEST);
        place(second);

        assertThat(ended(second.order().id()).progress().channels().get("a").settled())
                .isEqualTo(Map.of("delivered", 10L));
        assertThat(replay(first.order().id()).progress().message()).isEqualTo("nothing moves in b");
        rig.flashduty().heal(Rig.pushKey("b"));
        assertThat(ended(first.order().id()).progress().channels().get("b").settled())
                .isEqualTo(Map.of("delivered", 10L));
    }

    @Test
    void aReplayOfAllStatesTellsNothingOlderThanWhatAnotherOneTellsBeforeIt() throws Exception {
        for (String severity : List.of("info", "warning")) {
            for (int i = 0; i < 5; i++) {
                posts.firing(Rig.to("a"), "alert" + i, severity);
            }
        }
        Proposal latest = propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST);
        firing(5);
        // Planned before the first is carried out: its plan has what the first sends, and what is older.
        Proposal all = propose(routed(), new Destination.ToChannel("b"), StateChoice.ALL);
        place(latest);
        place(all);

        ReplayEntry done = ended(all.order().id());

        assertThat(all.plan().requests()).isEqualTo(15);
        assertThat(done.progress().leftOut()).isEqualTo(Map.of("newer-delivered", 5L));
        for (int i = 0; i < 5; i++) {
            assertThat(rig.arrivals("b").of("alert" + i))
                    .extracting(Arrivals::status)
                    .containsExactly("Warning", "Warning", "Critical");
        }
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void whatItLeftOutDoesNotComeBehindWhatItSentWhenARestartedRelaySeesTheAlertStandOtherwise() throws Exception {
        posts.firing(Rig.to("a"), "changing", "info");
        posts.resolved(Rig.to("a"), "changing");
        posts.firing(Rig.to("a"), "changing", "warning");
        firing(60);
        Proposal proposal = propose(routed(), new Destination.ToChannel("b"), StateChoice.ALL, 0.005);
        posts.resolved(Rig.to("a"), "changing");
        routed();
        place(proposal);
        await("what closes it is sent, not what opens it")
                .atMost(PATIENCE)
                .until(() -> !rig.arrivals("b").of("changing").isEmpty());
        posts.firing(Rig.to("a"), "changing", "critical");
        routed();
        rig.restart();

        ended(proposal.order().id());

        // It fires again, so that it may be opened; but not by what was before the recovery that it got.
        assertThat(rig.arrivals("b").of("changing"))
                .extracting(Arrivals::status)
                .startsWith("Ok")
                .doesNotContain("Info");
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void aCancelledReplayMayBeOrderedOnceMoreAndSendsOnlyWhatIsLeft() throws Exception {
        firing(40);
        Map<Integer, Long> end = routed();
        Proposal proposal = propose(end, new Destination.ToChannel("b"), StateChoice.LATEST, 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 5);
        wish(proposal.order().id(), Wish.Kind.CANCEL);
        awaitState(proposal.order().id(), State.CANCELLED);
        rig.settled();

        Proposal again = propose(end, new Destination.ToChannel("b"), StateChoice.LATEST);
        carriedOut(again);

        assertThat(again.before()).isEmpty();
        assertThat(rig.arrivals("b").taken()).hasSize(40);
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void deadLettersAreRedrivenOnceExceptThoseWhoseAlertsHaveGoneOn() throws Exception {
        rig.flashduty().faultAlways(Rig.pushKey("a"), Weather.REFUSED);
        firing(5);
        assertThat(rig.settled().deadLettered()).isEqualTo(Map.of("refused", 5L));
        rig.flashduty().heal(Rig.pushKey("a"));
        posts.resolved(Rig.to("a"), "alert0");
        rig.settled();
        List<Place> letters =
                IntStream.range(0, 5).mapToObj(i -> new Place(0, i)).toList();

        Proposal proposal = redrive(letters);
        ReplayEntry done = carriedOut(proposal);

        assertThat(proposal.plan().leftOut().keySet()).containsExactly(Reason.NEWER_DELIVERED);
        assertThat(done.progress().channels().get("a").settled()).isEqualTo(Map.of("delivered", 4L));
        assertThat(rig.arrivals("a").taken())
                .extracting(Arrivals::alert)
                .containsExactlyInAnyOrder("alert0", "alert1", "alert2", "alert3", "alert4");
        assertThat(rig.undecided())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.value().path("event").asText()).contains("alert0"));
        assertThat(redrive(letters).plan().requests()).isZero();
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void aDeadLetterOfWhichTheJournalNoLongerKnowsWhatCameAfterItIsSentOnlyIfThatIsAskedFor() throws Exception {
        rig.flashduty().faultAlways(Rig.pushKey("a"), Weather.REFUSED);
        firing(1);
        rig.settled();
        rig.flashduty().heal(Rig.pushKey("a"));
        forget(routed());

        Proposal proposal = redrive(List.of(new Place(0, 0)), false);
        assertThat(proposal.plan().requests()).isZero();
        assertThat(proposal.plan().leftOut().keySet()).containsExactly(Reason.TOO_OLD);

        carriedOut(redrive(List.of(new Place(0, 0)), true));
        assertThat(rig.arrivals("a").taken()).hasSize(1);
    }

    /** Deletes the webhooks before these offsets, as their age would. */
    private void forget(Map<Integer, Long> before) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
            before.forEach((partition, offset) -> deleted.put(
                    new TopicPartition(rig.names().webhooks(), partition), RecordsToDelete.beforeOffset(offset)));
            admin.deleteRecords(deleted).all().get();
        }
    }

    private Proposal redrive(List<Place> letters) throws Exception {
        return redrive(letters, false);
    }

    private Proposal redrive(List<Place> letters, boolean again) throws Exception {
        ReplayRequest request = new ReplayRequest(
                Map.of(),
                Map.of(),
                Narrowing.NONE,
                new Destination.ByRules(),
                StateChoice.LATEST,
                1,
                again,
                letters,
                "tester");
        return rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
    }

    @Test
    void theAuditAccountsForWhatWasHandedOverBeforeAndAfterItIsLetIn() throws Exception {
        firing(1);
        carriedOut(propose(routed(), new Destination.ToChannel("b"), StateChoice.LATEST));
        rig.stop(first);

        RecordMetadata another = handedOver("r0000000000aa");
        AuditReport before = rig.audit();
        try (Offsets offsets = new Offsets(rig)) {
            offsets.skipReplayed(another.partition(), another.offset() + 1);
        }
        AuditReport skipped = rig.audit();

        assertThat(before.notLetInYet()).isEqualTo(1);
        assertThat(before.clean()).isTrue();
        assertThat(skipped.notLetInYet()).isZero();
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

        assertThatThrownBy(
                        () -> propose(Map.of(7, 0L), Map.of(7, 5L), new Destination.ByRules(), StateChoice.LATEST, 1))
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
        assertThatThrownBy(() ->
                        propose(Map.of(partition, 0L), Map.of(), new Destination.ByRules(), StateChoice.LATEST, 1))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("offset 0 is no longer kept; 2 to 3");
        assertThat(end.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }

    private void firing(int count) {
        for (int i = 0; i < count; i++) {
            posts.firing(Rig.to("a"), "alert" + i, "critical");
        }
    }

    /** Waits until all that was posted is routed; up to where that is. */
    private Map<Integer, Long> routed() throws Exception {
        int all = posts.accepted().size();
        await("all is routed")
                .atMost(PATIENCE)
                .until(() -> routingOffsets().values().stream()
                                .mapToLong(OffsetAndMetadata::offset)
                                .sum()
                        == all);
        Map<Integer, Long> ends = new HashMap<>();
        routingOffsets().forEach((partition, offset) -> ends.put(partition.partition(), offset.offset()));
        return ends;
    }

    private Map<TopicPartition, OffsetAndMetadata> routingOffsets() throws Exception {
        try (Offsets offsets = new Offsets(rig)) {
            return offsets.routing();
        }
    }

    private Proposal propose(Map<Integer, Long> end, Destination to, StateChoice state) throws Exception {
        return propose(end, to, state, 1);
    }

    /** @param share of the rate, which is 1000 a second */
    private Proposal propose(Map<Integer, Long> end, Destination to, StateChoice state, double share) throws Exception {
        Map<Integer, Long> from = new HashMap<>();
        end.keySet().forEach(partition -> from.put(partition, 0L));
        return propose(from, end, to, state, share);
    }

    private Proposal propose(
            Map<Integer, Long> from, Map<Integer, Long> end, Destination to, StateChoice state, double share)
            throws Exception {
        ReplayRequest request =
                new ReplayRequest(from, end, Narrowing.NONE, to, state, share, false, List.of(), "tester");
        return rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
    }

    private void place(Proposal proposal) throws Exception {
        rig.replays(replays -> {
            replays.place(proposal);
            return proposal;
        });
    }

    private ReplayEntry carriedOut(Proposal proposal) throws Exception {
        place(proposal);
        return ended(proposal.order().id());
    }

    private ReplayEntry ended(String id) {
        return await("the replay ends")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> replay(id), entry -> entry.progress().state().isEnd());
    }

    private void awaitState(String id, State state) {
        await("the replay is " + state.word())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> replay(id).progress().state() == state);
    }

    private ReplayProgress.OfChannel progress(String id, String channel) throws Exception {
        return replay(id).progress().channels().getOrDefault(channel, new ReplayProgress.OfChannel(0, 0, Map.of()));
    }

    private ReplayEntry replay(String id) throws Exception {
        return rig.replays(replays -> replays.get(id).orElseThrow());
    }

    private void wish(String id, Wish.Kind kind) throws Exception {
        rig.replays(replays -> replays.wish(id, kind, "tester"));
    }

    /** Of each alert no older state came after a newer one, and each live one came. */
    private void inOrder(String channel) {
        Map<String, List<Integer>> told = rig.arrivals(channel).taken().stream()
                .collect(Collectors.groupingBy(
                        Arrivals::alert, Collectors.mapping(Arrivals::number, Collectors.toList())));
        told.forEach((alert, numbers) ->
                assertThat(numbers).as(channel + " " + alert).isSorted());
    }
}
