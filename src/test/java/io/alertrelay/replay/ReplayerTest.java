package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.MorePartitions;
import io.alertrelay.kafka.NotedOffset;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.Resolution;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.WebhookReceipts;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay does while it is planned, and after. The webhooks are there, and nothing routes. */
class ReplayerTest {
    private static final int WEBHOOKS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final Clock clock = Clock.systemUTC();
    private RelayConfig config;

    @BeforeEach
    void webhooksAreStored() throws Exception {
        config = TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""));
        new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments", "platform", "oncall")));
        store();
        offsets.move(names.routingGroup(), names.webhooks(), 0, new NotedOffset(WEBHOOKS, ""));
    }

    private void store() {
        write(
                WEBHOOKS,
                i -> record(
                        names.webhooks(),
                        "arms-shared",
                        Bodies.firing("a" + i, "warning", "payments"),
                        Map.of(
                                "integration",
                                "arms-shared",
                                "nonce",
                                WebhookReceipts.NONCE,
                                "received-at",
                                clock.instant().toString())));
    }

    private static ProducerRecord<String, String> record(
            String topic, String key, String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static void write(int some, IntFunction<ProducerRecord<String, String>> each) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            IntStream.range(0, some).mapToObj(each).forEach(producer::send);
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void whileItIsPlannedItSaysThatItGetsOn() throws Exception {
        AtomicInteger progress = new AtomicInteger();

        ReplayParts parts = new ReplayParts(
                clients, offsets, names, () -> config, integration -> 0, clock, clock, progress::incrementAndGet);
        new ReplayRun(parts, config, propose().order(), items -> true).close();

        assertThat(progress).hasValueGreaterThanOrEqualTo(WEBHOOKS);
    }

    @Test
    void nothingIsHandedOverByARelayThatLostTheLeadWhileItPlanned() throws Exception {
        new Replays(clients, offsets, names, config, clock, 1).place(propose());
        AtomicBoolean leads = new AtomicBoolean(true);
        AtomicBoolean planned = new AtomicBoolean();
        AtomicInteger askedSince = new AtomicInteger();
        List<ReplayedRecord> fed = new CopyOnWriteArrayList<>();
        try (Replayer replayer = new Replayer(
                clients,
                offsets,
                names,
                () -> {
                    if (!planned.getAndSet(true)) {
                        leads.set(false);
                    }
                    return config;
                },
                integration -> 0,
                clock,
                clock,
                Stage.unwatched(Job.REPLAYS))) {
            replayer.prepare(new TopicPartition(names.replays(), 0), 0, Optional.empty())
                    .run();
            replayer.start(fed::addAll, () -> {
                if (!leads.get()) {
                    askedSince.incrementAndGet();
                }
                return leads.get();
            });

            await().atMost(PATIENCE).until(() -> askedSince.get() > 1);
            assertThat(fed).isEmpty();

            leads.set(true);
            await().atMost(PATIENCE).until(() -> !fed.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsLostWithATopicThatIsRecreatedIsHandedOverAgain(boolean letIn) throws Exception {
        new Replays(clients, offsets, names, config, clock, 1).place(propose());
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer()) {
            replayer.start(items -> hand(items, letIn, writer, fed), () -> true);
            await().atMost(PATIENCE).until(() -> !fed.isEmpty());

            recreate(letIn ? names.channel("oncall") : names.replayed());

            await().atMost(PATIENCE).until(() -> Set.copyOf(fed).size() < fed.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatItsChannelHasPassedHasEndedThoughItsReceiptsAreLost(boolean restarted) throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        Replays.Proposal proposal = propose();
        replays.place(proposal);
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        String oncall = names.channel("oncall");
        try (TopicWriter writer = new TopicWriter(clients)) {
            try (Replayer replayer = replayer()) {
                replayer.start(
                        items -> {
                            hand(items, true, writer, fed);
                            routed(items, writer);
                        },
                        () -> true);
                await().atMost(PATIENCE).until(() -> fed.size() == WEBHOOKS);
                assertThat(replays.get(proposal.order().id()).orElseThrow().isEnded())
                        .isFalse();
                if (!restarted) {
                    offsets.move(oncall, oncall, 0, new NotedOffset(WEBHOOKS, ""));
                    awaitEnd(replays, proposal);
                }
            }
            offsets.move(oncall, oncall, 0, new NotedOffset(WEBHOOKS, ""));
            try (Replayer next = replayer()) {
                next.start(items -> hand(items, true, writer, fed), () -> true);
                awaitEnd(replays, proposal);
            }
        }
        ReplayProgress end = replays.get(proposal.order().id()).orElseThrow().progress();
        assertThat(end.state()).isInstanceOf(ReplayState.Done.class);
        assertThat(end.channels().get("oncall").settled()).isEqualTo(Map.of("no-receipt", (long) WEBHOOKS));
        assertThat(fed).as("nothing is sent twice").hasSize(WEBHOOKS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasLetInBehindACommitThatIsHeldBackIsLostOnlyIfItsTopicWasRecreatedSince(boolean recreated)
            throws Exception {
        ReplayOrder order = propose().order();
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients)) {
            try (ReplayRun first = run(order, writer, fed, steady)) {
                await().pollInSameThread().atMost(PATIENCE).until(() -> {
                    steady.advance(Duration.ofSeconds(1));
                    return first.step(true) && fed.size() == WEBHOOKS;
                });
            }
            if (recreated) {
                recreate(names.channel("oncall"));
            }
            try (ReplayRun next = run(order, writer, fed, steady)) {
                assertThat(losesATopic(next, steady)).isFalse();

                offsets.move(names.routingGroup(), names.replayed(), 0, new NotedOffset(WEBHOOKS, ""));

                assertThat(losesATopic(next, steady)).isEqualTo(recreated);
            }
        }
        assertThat(fed).as("nothing is sent twice").hasSize(WEBHOOKS);
    }

    @Test
    void whatIsHandedOverIntoAPartitionThatWasAddedSinceItWasOrderedIsFoundThereAfterARestart() throws Exception {
        ReplayOrder order = propose().order();
        new MorePartitions(admin).add(names.partitioned(), 2);
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients)) {
            try (ReplayRun first = run(order, writer, fed, steady, offsets, integration -> 1)) {
                await().pollInSameThread().atMost(PATIENCE).until(() -> {
                    steady.advance(Duration.ofSeconds(1));
                    return first.step(true) && fed.size() == WEBHOOKS;
                });
            }
            try (ReplayRun next = run(order, writer, fed, steady, offsets, integration -> 1)) {
                assertThat(next.progress(new ReplayState.Running(), false)
                                .channels()
                                .get("oncall")
                                .fed())
                        .isEqualTo(WEBHOOKS);
            }
        }
    }

    @Test
    void aChannelWhoseGroupHasNoCoordinatorDoesNotStopItAndIsAskedSeldom() throws Exception {
        ReplayOrder order = propose().order();
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        try (Admin nowhere = Admin.create(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "default.api.timeout.ms",
                        "500",
                        "request.timeout.ms",
                        "500"));
                TopicWriter writer = new TopicWriter(clients);
                ReplayRun run = run(order, writer, fed, steady, uncoordinated("oncall", nowhere, asked))) {
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                steady.advance(Duration.ofSeconds(1));
                return run.step(true) && fed.size() == WEBHOOKS;
            });
            int before = asked.get();
            for (int second = 0; second < 50; second++) {
                steady.advance(Duration.ofSeconds(1));
                assertThat(run.step(true)).isTrue();
            }
            assertThat(asked.get() - before).isLessThanOrEqualTo(1);

            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                steady.advance(Duration.ofSeconds(1));
                return run.step(true) && asked.get() > before + 1;
            });
        }
    }

    /** Asks somebody else, who does not answer, what the channel's group has committed. */
    private GroupOffsets uncoordinated(String channel, Admin nowhere, AtomicInteger asked) {
        return new GroupOffsets((Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, values) -> {
                    boolean isOfIt = method.getName().equals("listConsumerGroupOffsets")
                            && values[0] instanceof Map<?, ?> groups
                            && groups.containsKey(names.channel(channel));
                    if (isOfIt) {
                        asked.incrementAndGet();
                        return nowhere.listConsumerGroupOffsets(
                                Map.of(names.channel(channel), new ListConsumerGroupOffsetsSpec()));
                    }
                    return method.invoke(admin, values);
                }));
    }

    /** At two looks: the first finds out how far routing is, the next what is there and has not ended. */
    private static boolean losesATopic(ReplayRun run, SteppedClock steady) throws Exception {
        boolean lost = false;
        for (int look = 0; look < 2; look++) {
            steady.advance(Duration.ofSeconds(3));
            lost |= run.hasLostATopic();
            run.step(true);
        }
        return lost;
    }

    /** One whose events are let in to the channel's topic at once, though that is not committed. */
    private ReplayRun run(ReplayOrder order, TopicWriter writer, List<AlertRef> fed, Clock steady) throws Exception {
        return run(order, writer, fed, steady, offsets);
    }

    private ReplayRun run(ReplayOrder order, TopicWriter writer, List<AlertRef> fed, Clock steady, GroupOffsets known)
            throws Exception {
        return run(order, writer, fed, steady, known, integration -> 0);
    }

    private ReplayRun run(
            ReplayOrder order,
            TopicWriter writer,
            List<AlertRef> fed,
            Clock steady,
            GroupOffsets known,
            ToIntFunction<String> partition)
            throws Exception {
        ReplayParts parts = new ReplayParts(clients, known, names, () -> config, partition, clock, steady, () -> {});
        return new ReplayRun(parts, config, order, items -> {
            hand(items, false, writer, fed);
            routed(items, writer);
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatDoesNotAnswerOneReplayStopsNoOtherAndIsAskedAgainLater(int answers) throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        Replays.Proposal first = propose();
        replays.place(first);
        Replays.Proposal second = propose("platform");
        replays.place(second);
        AtomicInteger left = new AtomicInteger(answers);
        GroupOffsets silent = withoutAnAnswerOf(names.channel("oncall"), left);
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer(silent, steady)) {
            replayer.start(
                    items -> {
                        hand(items, true, writer, fed);
                        routed(items, writer);
                    },
                    () -> true);

            awaitEnd(replays, second, steady);

            ReplayEntry stopped = replays.get(first.order().id()).orElseThrow();
            assertThat(stopped.isEnded()).isFalse();
            await().atMost(PATIENCE)
                    .until(() -> replays.get(first.order().id())
                            .orElseThrow()
                            .progress()
                            .message()
                            .contains("TimeoutException: the leader is silent"));

            left.set(Integer.MAX_VALUE);

            awaitEnd(replays, first, steady);
        }
        for (Replays.Proposal proposal : List.of(first, second)) {
            assertThat(replays.get(proposal.order().id())
                            .orElseThrow()
                            .progress()
                            .state())
                    .isInstanceOf(ReplayState.Done.class);
        }
        assertThat(fed).as("nothing is sent twice").hasSize(2 * WEBHOOKS);
    }

    /** Who asks of the topic is answered so many times, and then no more. */
    private GroupOffsets withoutAnAnswerOf(String topic, AtomicInteger left) {
        return whenAskedOf(topic, () -> {
            if (left.getAndDecrement() <= 0) {
                throw new TimeoutException("the leader is silent");
            }
        });
    }

    private GroupOffsets whenAskedOf(String topic, Runnable first) {
        return new GroupOffsets((Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, values) -> {
                    if (method.getName().equals("describeTopics")
                            && values[0] instanceof Collection<?> topics
                            && topics.contains(topic)) {
                        first.run();
                    }
                    return method.invoke(admin, values);
                }));
    }

    /** The channels pass what is in their topics meanwhile, and time goes by. */
    private void awaitEnd(Replays replays, Replays.Proposal proposal, SteppedClock steady) {
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            steady.advance(Duration.ofSeconds(1));
            for (String topic : List.of(names.channel("oncall"), names.channel("platform"))) {
                long end = offsets.ends(List.of(topic), PATIENCE).getOrDefault(topic, 0L);
                offsets.move(topic, topic, 0, new NotedOffset(end, ""));
            }
            return replays.get(proposal.order().id()).orElseThrow().isEnded();
        });
    }

    private static void awaitEnd(Replays replays, Replays.Proposal proposal) {
        await().atMost(PATIENCE)
                .until(() -> replays.get(proposal.order().id()).orElseThrow().isEnded());
    }

    /** Writes them to their channel's topic, as the routing stage does. */
    private void routed(List<ReplayedRecord> items, TopicWriter writer) throws ReplayFeed.ReplayFeedException {
        try {
            for (ReplayedRecord item : items) {
                writer.write(names.channel(item.event().channel()), item.draft());
            }
        } catch (ExecutionException e) {
            throw new ReplayFeed.ReplayFeedException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatEndedLongAgoIsForgottenAndWhatEndedLatelyOrHasNotEndedIsNot() throws Exception {
        ReplayStore store = new ReplayStore(clients, names);
        ReplayOrder order = PlannerRig.order(new ReplayDestination.ByRules(), ReplayFilter.NONE, false);
        Instant now = clock.instant();
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (String id : List.of("old", "lately", "paused")) {
                store.write(order.named(id));
                store.write(id, new ReplayControl(ReplayControl.Kind.PAUSE, now, "tester"));
            }
            ended(store, writer, "old", new ReplayState.Done(), now.minus(Duration.ofDays(31)));
            ended(store, writer, "lately", new ReplayState.Done(), now.minus(Duration.ofDays(29)));
            ended(store, writer, "paused", new ReplayState.Paused(), now.minus(Duration.ofDays(31)));
            try (Replayer replayer = replayer()) {
                replayer.start(items -> {}, () -> true);

                await().atMost(PATIENCE).until(() -> store.read().get("old").isEmpty());
            }
        }
        assertThat(store.read().all())
                .extracting(entry -> entry.order().id())
                .containsExactlyInAnyOrder("lately", "paused");
        assertThat(store.read().get("lately").orElseThrow().isEnded()).isTrue();
    }

    private static void ended(ReplayStore store, TopicWriter writer, String id, ReplayState state, Instant at)
            throws Exception {
        store.write(writer, id, new ReplayProgress(state, at, 0, "", Map.of(), Map.of()));
    }

    @Test
    void whenTheWebhooksAreRecreatedItFailsAndSaysWhy() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        Replays.Proposal proposal = propose();
        replays.place(proposal);
        List<ReplayedRecord> fed = new CopyOnWriteArrayList<>();
        try (Replayer replayer = replayer()) {
            replayer.start(fed::addAll, () -> true);
            await().atMost(PATIENCE).until(() -> !fed.isEmpty());

            recreate(names.webhooks());

            await().atMost(PATIENCE)
                    .until(() ->
                            replays.get(proposal.order().id()).orElseThrow().isEnded());
        }
        ReplayProgress end = replays.get(proposal.order().id()).orElseThrow().progress();
        assertThat(end.state()).isInstanceOf(ReplayState.Failed.class);
        assertThat(end.message()).contains("was recreated since it was planned").contains("plan it again");
    }

    @Test
    void itFailsTooWhenTheNewTopicIsAsLongAsTheOldOneByTheTimeItGoesOn() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        Replays.Proposal proposal = propose();
        replays.place(proposal);
        recreate(names.webhooks());
        store();
        List<ReplayedRecord> fed = new CopyOnWriteArrayList<>();
        try (Replayer replayer = replayer()) {
            replayer.start(fed::addAll, () -> true);

            await().atMost(PATIENCE)
                    .until(() -> !fed.isEmpty()
                            || replays.get(proposal.order().id()).orElseThrow().isEnded());
        }
        assertThat(fed).extracting(item -> item.event().alert()).isEmpty();
        assertThat(replays.get(proposal.order().id()).orElseThrow().progress().message())
                .contains("was recreated since it was planned");
    }

    @Test
    void aDeadLetterThatIsDiscardedBeforeItsTurnIsNotSentAndTheReplaySaysSo() throws Exception {
        letters(3);
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        String id = place(replays, proposeRedrive(3, 1));
        discard(1);
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer()) {
            replayer.start(items -> hand(items, true, writer, fed), () -> true);

            await().atMost(PATIENCE).until(() -> fed.size() == 2);
            await().atMost(PATIENCE)
                    .until(() ->
                            replays.get(id).orElseThrow().progress().leftOut().equals(Map.of("decided", 1L)));
        }
        assertThat(fed).containsExactly(WebhookReceipts.alert(0, 0), WebhookReceipts.alert(2, 0));
    }

    @Test
    void deadLettersThatAreDiscardedBetweenTwoStepsAreLeftOutAndTakeNothingOfTheRate() throws Exception {
        letters(5);
        ReplayOrder order = proposeRedrive(5, 0.001).order();
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                ReplayRun run = run(order, writer, fed, steady)) {
            assertThat(run.step(true)).isTrue();
            assertThat(fed).containsExactly(WebhookReceipts.alert(0, 0));
            discard(1);
            discard(2);
            discard(3);

            steady.advance(Duration.ofMillis(1_100));
            assertThat(run.step(true)).isTrue();

            assertThat(fed).containsExactly(WebhookReceipts.alert(0, 0), WebhookReceipts.alert(4, 0));
            assertThat(run.progress(new ReplayState.Running(), false).leftOut()).isEqualTo(Map.of("decided", 3L));
        }
    }

    @Test
    void aRedriveOfWhichAllIsLeftOutMakesNoWriterAndSaysThatItGetsOn() throws Exception {
        letters(WEBHOOKS);
        ReplayOrder order = proposeRedrive(WEBHOOKS, 0.001).order();
        AtomicInteger progress = new AtomicInteger();
        KafkaClients noWriters =
                new KafkaClients(SharedBroker.bootstrapServers(), Map.of("compression.type", "none that there is"));
        ReplayParts parts = new ReplayParts(
                noWriters,
                offsets,
                names,
                () -> config,
                integration -> 0,
                clock,
                new SteppedClock(),
                progress::incrementAndGet);
        try (ReplayRun run = new ReplayRun(parts, config, order, items -> false)) {
            for (int letter = 0; letter < WEBHOOKS; letter++) {
                discard(letter);
            }
            progress.set(0);

            assertThat(run.step(true)).isTrue();

            assertThat(run.progress(new ReplayState.Running(), false).leftOut())
                    .isEqualTo(Map.of("decided", (long) WEBHOOKS));
            assertThat(run.isDone()).isTrue();
            // Once for each resolution that it reads, and once for each letter.
            assertThat(progress).hasValueGreaterThanOrEqualTo(2 * WEBHOOKS);
        }
    }

    @Test
    void whatARedriveHasHandedOverItselfIsNotTooOldForItAfterARestart() throws Exception {
        letters(2);
        ReplayOrder order = proposeRedrive(2, 1).order();
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients)) {
            try (ReplayRun first = run(order, writer, fed, steady)) {
                await().pollInSameThread().atMost(PATIENCE).until(() -> {
                    steady.advance(Duration.ofSeconds(1));
                    return first.step(true) && fed.size() == 2;
                });
            }
            admin.deleteRecords(Map.of(new TopicPartition(names.webhooks(), 0), RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();

            try (ReplayRun next = run(order, writer, fed, steady)) {
                ReplayProgress progress = next.progress(new ReplayState.Running(), false);
                assertThat(progress.leftOut()).isEmpty();
                assertThat(progress.channels().get("payments").fed()).isEqualTo(2);
                assertThat(next.isAwaiting()).isTrue();
            }
        }
        assertThat(fed).as("nothing is sent twice").hasSize(2);
    }

    @Test
    void oneOfWhichSomethingIsLeftOutMovesAndReportsThat() throws Exception {
        letters(2);
        ReplayOrder order = proposeRedrive(2, 0.001).order();
        SteppedClock steady = new SteppedClock();
        ReplayState.Running running = new ReplayState.Running();
        try (TopicWriter writer = new TopicWriter(clients);
                ReplayRun run = run(order, writer, new CopyOnWriteArrayList<>(), steady)) {
            RunningReplay reported = new RunningReplay(order.id(), running, run, config, steady.instant());
            run.step(true);
            assertThat(reported.dueReport(running, steady.instant())).isPresent();
            assertThat(reported.dueReport(running, steady.instant())).isEmpty();
            discard(1);
            steady.advance(Duration.ofSeconds(9));

            run.step(true);

            assertThat(reported.dueReport(running, steady.instant())
                            .orElseThrow()
                            .leftOut())
                    .isEqualTo(Map.of("decided", 1L));
            steady.advance(Duration.ofSeconds(2));
            assertThat(reported.isStuck(steady.instant())).isFalse();

            reported.dueReport(running.paused(), steady.instant());
            steady.advance(Duration.ofSeconds(20));
            assertThat(reported.isStuck(steady.instant())).isTrue();
            assertThat(reported.dueReport(running, steady.instant())
                            .orElseThrow()
                            .message())
                    .as("resumed")
                    .isEmpty();
        }
    }

    @Test
    void oneThatIsResumedWhileTheNextGoesOnWaitsItsTurnAndOneThatIsCancelledThenEndsAtOnce() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        Replays.Proposal first = propose();
        replays.place(first);
        Replays.Proposal second = propose("platform");
        replays.place(second);
        String id = first.order().id();
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        Map<String, AtomicInteger> handed = Map.of("oncall", new AtomicInteger(), "platform", new AtomicInteger());
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer(offsets, steady)) {
            replayer.start(
                    items -> {
                        hand(items, true, writer, fed);
                        routed(items, writer);
                        items.forEach(item -> handed.get(item.event().channel()).incrementAndGet());
                    },
                    () -> true);
            // One at once, and no more while the clock stands still.
            await().atMost(PATIENCE).until(() -> handed.get("oncall").get() == 1);
            replays.control(id, ReplayControl.Kind.PAUSE, "tester");
            replayer.wake();
            await().atMost(PATIENCE).until(() -> handed.get("platform").get() == 1);
            Replays.Proposal third = propose("payments");
            replays.place(third);
            replays.control(third.order().id(), ReplayControl.Kind.CANCEL, "tester");
            replayer.wake();
            awaitEnd(replays, third);
            assertThat(handed.get("platform")).as("the second still goes on").hasValue(1);

            replays.control(id, ReplayControl.Kind.RESUME, "tester");
            replayer.wake();
            steady.advance(Duration.ofSeconds(5));
            await().atMost(PATIENCE).until(() -> handed.get("platform").get() == WEBHOOKS);

            assertThat(handed.get("oncall")).hasValue(1);
            assertThat(replays.get(id).orElseThrow().state()).isInstanceOf(ReplayState.Waiting.class);
            awaitEnd(replays, second, steady);
            awaitEnd(replays, first, steady);
        }
        assertThat(fed).as("nothing is sent twice").hasSize(2 * WEBHOOKS);
    }

    @Test
    void ofOneThatIsCancelledItIsSaidHowThatEndsWhichIsOnItsWay() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        String id = place(replays, propose());
        String oncall = names.channel("oncall");
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer()) {
            replayer.start(
                    items -> {
                        hand(items, true, writer, fed);
                        routed(items, writer);
                    },
                    () -> true);
            await().atMost(PATIENCE).until(() -> fed.size() == WEBHOOKS);
            replays.control(id, ReplayControl.Kind.CANCEL, "tester");
            replayer.wake();
            await().atMost(PATIENCE)
                    .until(() -> replays.get(id).orElseThrow().progress().state() instanceof ReplayState.Cancelled);

            offsets.move(oncall, oncall, 0, new NotedOffset(WEBHOOKS, ""));

            await().atMost(PATIENCE).until(() -> {
                ReplayProgress.OfChannel of =
                        replays.get(id).orElseThrow().progress().channels().get("oncall");
                return of != null && of.ended() == WEBHOOKS;
            });
        }
        assertThat(replays.get(id).orElseThrow().progress().state()).isInstanceOf(ReplayState.Cancelled.class);
    }

    @Test
    void oneThatHasEndedMayBeOrderedAgainAndOneThatHasNotMayNot() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        String id = place(replays, propose());

        Replays.Proposal same = propose();
        try (TopicWriter writer = new TopicWriter(clients)) {
            ended(new ReplayStore(clients, names), writer, id, new ReplayState.Done(), clock.instant());
        }
        Replays.Proposal next = propose();

        assertThat(same.order().id()).isEqualTo(id);
        assertThat(same.underWay()).isPresent();
        assertThat(next.order().id()).isEqualTo(id + "-2");
        assertThat(next.underWay()).isEmpty();
        assertThat(next.before().orElseThrow().order().id()).isEqualTo(id);
    }

    @Test
    void aFaultOfItsOwnInOneReplayStopsNoOther() throws Exception {
        Replays replays = new Replays(clients, offsets, names, config, clock, 1);
        String first = place(replays, propose());
        Replays.Proposal second = propose("platform");
        replays.place(second);
        SteppedClock steady = new SteppedClock();
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = replayer(offsets, steady)) {
            replayer.start(
                    items -> {
                        if (items.get(0).event().channel().equals("oncall")) {
                            throw new IllegalStateException("a bug");
                        }
                        hand(items, true, writer, fed);
                        routed(items, writer);
                    },
                    () -> true);

            awaitEnd(replays, second, steady);
            await().atMost(PATIENCE)
                    .until(() -> replays.get(first)
                            .orElseThrow()
                            .progress()
                            .message()
                            .equals("can't continue now, and is tried again: a fault of the relay's own:"
                                    + " IllegalStateException: a bug"));
        }
        assertThat(replays.get(first).orElseThrow().isEnded()).isFalse();
    }

    @Test
    void oneThatWasPlannedByOtherRulesLatelyWaitsForThemAndFailsIfThatWasLongAgo() throws Exception {
        ReplayStore store = new ReplayStore(clients, names);
        Instant now = clock.instant();
        store.write(byOtherRules("old", now.minus(Duration.ofMinutes(3))));
        store.write(byOtherRules("new", now));
        try (Replayer replayer = replayer()) {
            replayer.start(items -> {}, () -> true);

            await().atMost(PATIENCE)
                    .until(() -> store.read().get("old").orElseThrow().isEnded()
                            && !store.read()
                                    .get("new")
                                    .orElseThrow()
                                    .progress()
                                    .message()
                                    .isEmpty());
        }
        ReplayEntry waits = store.read().get("new").orElseThrow();
        assertThat(waits.isEnded()).isFalse();
        assertThat(waits.progress().message())
                .startsWith("can't continue now, and is tried again: the relay on ")
                .contains(" of the rules of arms-shared, and it was planned with version other: relay reload there");
        assertThat(store.read().get("old").orElseThrow().progress().state()).isInstanceOf(ReplayState.Failed.class);
    }

    @Test
    void oneThatWasPlannedByRulesThatAreLoadedLaterGoesOnAtOnceHoweverLongItTookToPlan() throws Exception {
        SteppedClock wall = new SteppedClock();
        Replays replays = new Replays(clients, offsets, names, config, wall, 1);
        Replays.Proposal proposal =
                replays.propose(request(new ReplayDestination.ByRules()), (topic, read, total) -> {});
        String id = place(replays, proposal);
        String others = TestConfig.yaml("{}", 8080, 8081, 8082, "").replace("vals: [Critical]", "vals: [Warning]");
        AtomicReference<RelayConfig> loaded = new AtomicReference<>(TestConfig.load(others, Path.of("")));
        List<AlertRef> fed = new CopyOnWriteArrayList<>();
        try (TopicWriter writer = new TopicWriter(clients);
                Replayer replayer = new Replayer(
                        clients,
                        whenAskedOf(names.webhooks(), () -> wall.advance(Duration.ofMinutes(3))),
                        names,
                        loaded::get,
                        integration -> 0,
                        wall,
                        new SteppedClock(),
                        Stage.unwatched(Job.REPLAYS))) {
            replayer.prepare(new TopicPartition(names.replays(), 0), 0, Optional.empty())
                    .run();
            replayer.start(items -> hand(items, true, writer, fed), () -> true);
            await().atMost(PATIENCE)
                    .until(() ->
                            !replays.get(id).orElseThrow().progress().message().isEmpty());
            assertThat(replays.get(id).orElseThrow().isEnded()).isFalse();

            loaded.set(config);
            replayer.wake();

            await().atMost(PATIENCE).until(() -> !fed.isEmpty());
        }
    }

    private ReplayOrder byOtherRules(String id, Instant createdAt) throws Exception {
        ReplayOrder order = propose().order();
        return new ReplayOrder(
                id,
                createdAt,
                order.by(),
                order.narrowing(),
                new ReplayDestination.ByRules(),
                order.share(),
                false,
                List.of(),
                order.bounds(),
                Map.of("arms-shared", "other"));
    }

    private static String place(Replays replays, Replays.Proposal proposal) throws Exception {
        replays.place(proposal);
        return proposal.order().id();
    }

    /** Dead letters of the first webhooks, to payments. */
    private void letters(int some) {
        write(some, i -> {
            String receipt = "w0-" + i + "-" + WebhookReceipts.NONCE;
            String letter = """
                    {"receipt":"%s","index":"0","channel":"payments","alert_key":"letter %d",\
                    "integration":"arms-shared","status":"firing","severity":"Warning","rules":"v1","why":"a rule",\
                    "reason":"refused","event":"{\\"title\\":\\"t\\"}"}""".formatted(receipt, i);
            return record(names.deadLetters(), "letter " + i, letter, Map.of("receipt", receipt, "index", "0"));
        });
    }

    private void discard(int letter) throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            Resolutions.write(
                    writer,
                    names.deadLetters(),
                    "letter " + letter,
                    Resolution.discarded("dl-0-" + letter, "tester", clock.instant(), ""));
        }
    }

    private Replays.Proposal proposeRedrive(int letters, double share) throws Exception {
        ReplayRequest request = new ReplayRequest(
                Map.of(),
                Map.of(),
                ReplayFilter.NONE,
                new ReplayDestination.ByRules(),
                share,
                false,
                IntStream.range(0, letters).mapToObj(i -> new Place(0, i)).toList(),
                "tester");
        return new Replays(clients, offsets, names, config, clock, 1).propose(request, (topic, read, total) -> {});
    }

    /** What the routing stage lets in is in the topic of no channel here. */
    private void hand(List<ReplayedRecord> items, boolean letIn, TopicWriter writer, List<AlertRef> fed)
            throws ReplayFeed.ReplayFeedException {
        try {
            for (ReplayedRecord item : items) {
                RecordMetadata place = writer.begin(names.replayed(), item.partition(), item.draft())
                        .get();
                if (letIn) {
                    offsets.move(names.routingGroup(), names.replayed(), 0, new NotedOffset(place.offset() + 1, ""));
                }
                fed.add(item.event().alert());
            }
        } catch (ExecutionException e) {
            throw new ReplayFeed.ReplayFeedException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Replayer replayer() {
        return replayer(offsets, clock);
    }

    private Replayer replayer(GroupOffsets known, Clock steady) {
        Replayer replayer = new Replayer(
                clients, known, names, () -> config, integration -> 0, clock, steady, Stage.unwatched(Job.REPLAYS));
        replayer.prepare(new TopicPartition(names.replays(), 0), 0, Optional.empty())
                .run();
        return replayer;
    }

    private void recreate(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE).until(() -> offsets.ids(List.of(topic)).isEmpty());
        SharedBroker.create(topic, 1);
    }

    private Replays.Proposal propose() throws Exception {
        return propose("oncall");
    }

    private Replays.Proposal propose(String channel) throws Exception {
        Replays.Proposal proposal = new Replays(clients, offsets, names, config, clock, 1)
                .propose(request(new ReplayDestination.ToChannel(channel)), (topic, read, total) -> {});
        assertThat(proposal.plan().picks().keySet()).isEqualTo(Set.of(channel));
        return proposal;
    }

    private static ReplayRequest request(ReplayDestination destination) {
        return new ReplayRequest(
                Map.of(0, 0L),
                Map.of(0, (long) WEBHOOKS),
                ReplayFilter.NONE,
                destination,
                1,
                false,
                List.of(),
                "tester");
    }
}
