package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void neitherABugNorAnErrorEndsIt() {
        KafkaClients clients = SharedBroker.clients();
        AtomicInteger looks = new AtomicInteger();
        try (Admin admin = clients.admin();
                TopicWatch watch = clients.topicWatch(
                        admin,
                        new TopicSetup(admin, 1, 1),
                        1,
                        () -> switch (looks.incrementAndGet()) {
                            case 1 -> throw new OutOfMemoryError("unable to create native thread");
                            case 2 -> throw new IllegalStateException("a bug");
                            default -> List.of();
                        },
                        Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();

            await().atMost(PATIENCE).until(() -> looks.get() > 3);
        }
    }

    @Test
    void theFaultOfATopicThatIsNoLongerWantedIsGone() {
        KafkaClients clients = SharedBroker.clients();
        // A replication factor that the only broker can't provide.
        TopicSpec spec = new TopicSpec(SharedBroker.newPrefix() + "gone", 1, true, Map.of());
        AtomicReference<List<TopicSpec>> wanted = new AtomicReference<>(List.of(spec));
        try (Admin admin = clients.admin();
                TopicWatch watch = clients.topicWatch(
                        admin, new TopicSetup(admin, 3, 1), 1, wanted::get, Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();
            await().atMost(PATIENCE)
                    .until(() -> clients.faults().of(spec.name()).isPresent());

            wanted.set(List.of());

            await().atMost(PATIENCE).until(() -> clients.faults().all().isEmpty());
        }
    }

    @Test
    void whatWaitsForATopicThatMustNotBeWrittenIsNotWrittenToItWhenItsChannelIsRemoved() {
        KafkaClients clients = SharedBroker.clients();
        String topic = SharedBroker.newPrefix() + "removed";
        clients.faults().report(topic, TopicFault.Kind.UNFIT, "found retention.ms 1000, expected -1");
        clients.faults().report(topic, TopicFault.Kind.EXISTS, "it is missing");
        AtomicInteger looks = new AtomicInteger();
        try (Admin admin = clients.admin();
                TopicWatch watch = clients.topicWatch(
                        admin,
                        new TopicSetup(admin, 1, 1),
                        1,
                        () -> {
                            looks.incrementAndGet();
                            return List.of();
                        },
                        Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();
            await().atMost(PATIENCE).until(() -> looks.get() > 1);

            assertThat(clients.faults().all()).extracting(TopicFault::kind).containsExactly(TopicFault.Kind.UNFIT);
        }
    }

    @Test
    void aTopicThatCouldNotBeCreatedAtTheStartIsCreatedAndThenUsed() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        TopicSpec spec = new TopicSpec(SharedBroker.newPrefix() + "late", 1, true, Map.of());
        clients.faults().report(spec.name(), TopicFault.Kind.UNFIT, "it can't be created: too few brokers");
        try (Admin admin = clients.admin();
                TopicWatch watch = clients.topicWatch(
                        admin, new TopicSetup(admin, 1, 1), 1, () -> List.of(spec), Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();

            await().atMost(PATIENCE).until(() -> clients.faults().all().isEmpty());
            assertThat(TopicSetup.partitions(admin, spec.name())).isEqualTo(1);
        }
    }

    @Test
    void aTopicWithWrongSettingsAtTheStartStaysAtFaultUntilTheyAreRight() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        TopicSpec spec = new TopicSpec(SharedBroker.newPrefix() + "small", 1, true, Map.of());
        try (Admin admin = clients.admin()) {
            TopicSetup setup = new TopicSetup(admin, 1, 1);
            setup.ensure(List.of(spec));
            SharedBroker.configure(spec.name(), "max.message.bytes", "100");
            clients.faults().report(spec.name(), TopicFault.Kind.UNFIT, "not known yet");
            try (TopicWatch watch =
                    clients.topicWatch(admin, setup, 1, () -> List.of(spec), Stage.unwatched(Job.TOPIC_WATCH))) {
                watch.start();
                await().atMost(PATIENCE)
                        .until(() -> clients.faults()
                                .of(spec.name())
                                .filter(fault -> fault.cause().contains("found max.message.bytes 100"))
                                .isPresent());

                SharedBroker.configure(spec.name(), "max.message.bytes", "41943040");

                await().atMost(PATIENCE).until(() -> clients.faults().all().isEmpty());
            }
        }
    }

    @Test
    void aTopicThatAnotherRecreatedWithOtherSettingsIsAtFaultAtOnce() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        TopicSpec spec = new TopicSpec(SharedBroker.newPrefix() + "again", 1, true, Map.of());
        AtomicInteger looks = new AtomicInteger();
        try (Admin admin = clients.admin()) {
            TopicSetup setup = new TopicSetup(admin, 1, 1);
            setup.ensure(List.of(spec));
            try (TopicWatch watch = clients.topicWatch(
                    admin,
                    setup,
                    1,
                    () -> {
                        looks.incrementAndGet();
                        return List.of(spec);
                    },
                    Stage.unwatched(Job.TOPIC_WATCH))) {
                watch.start();
                await().atMost(PATIENCE).until(() -> looks.get() > 1);

                admin.deleteTopics(List.of(spec.name())).all().get();
                NewTopic others = new NewTopic(spec.name(), 1, (short) 1).configs(Map.of("max.message.bytes", "100"));
                await().atMost(PATIENCE).until(() -> created(admin, others));

                await().atMost(PATIENCE)
                        .until(() -> clients.faults().all().stream()
                                .anyMatch(fault -> fault.kind() == TopicFault.Kind.SETTINGS));
            }
        }
    }

    private static boolean created(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            // It is still being deleted.
            return false;
        }
    }

    @Test
    void aTopicWithoutLeadersInOneLookAloneIsNoFaultYet() {
        KafkaClients clients = SharedBroker.clients();
        TopicSpec spec = new TopicSpec(SharedBroker.newPrefix() + "led", 1, true, Map.of());
        AtomicInteger looks = new AtomicInteger();
        List<Boolean> faulty = new CopyOnWriteArrayList<>();
        try (Admin admin = new LeaderlessAdmin(clients.bootstrapServers(), () -> {
                    faulty.add(clients.faults().of(spec.name()).isPresent());
                    int look = looks.incrementAndGet();
                    return look == 1 || look == 3 || look == 4;
                });
                TopicWatch watch = clients.topicWatch(
                        admin, new TopicSetup(admin, 1, 1), 1, () -> List.of(spec), Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();

            await().atMost(PATIENCE).until(() -> faulty.size() >= 6);
            // What each look found before it: one alone says nothing, two do, and a good one ends it.
            assertThat(faulty).startsWith(false, false, false, false, true, false);
        }
    }

    /** Describes each topic with one partition, which has no leader in some of the looks. */
    private static final class LeaderlessAdmin extends ForwardingAdmin {
        private final BooleanSupplier leaderless;

        LeaderlessAdmin(String brokers, BooleanSupplier leaderless) {
            super(Map.of("bootstrap.servers", brokers));
            this.leaderless = leaderless;
        }

        @Override
        public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
            Node broker = new Node(1, "localhost", 9092);
            // Kafka's client describes a missing leader as a node of no address.
            TopicPartitionInfo partition = new TopicPartitionInfo(
                    0, leaderless.getAsBoolean() ? Node.noNode() : broker, List.of(broker), List.of(broker));
            return new DescribedTopics(((TopicCollection.TopicNameCollection) topics)
                    .topicNames().stream()
                            .collect(Collectors.toMap(
                                    name -> name,
                                    name -> KafkaFuture.completedFuture(
                                            new TopicDescription(name, false, List.of(partition))))));
        }
    }

    private static final class DescribedTopics extends DescribeTopicsResult {
        DescribedTopics(Map<String, KafkaFuture<TopicDescription>> described) {
            super(null, described);
        }
    }

    @Test
    void aLookAtManyTopicsIsNoStallAsLongAsItGetsOnFromOneToTheNext() {
        AtomicLong now = new AtomicLong();
        try (Watchdog watchdog = new Watchdog(now::get)) {
            MissingTopics topics = new MissingTopics(SharedBroker.newPrefix(), 1, () -> {
                // In steps, because a leap is taken for a pause of the whole machine.
                for (int i = 0; i < Job.LIMIT.toSeconds() * 3 / 4; i++) {
                    now.addAndGet(Duration.ofSeconds(1).toNanos());
                    watchdog.look();
                }
                return !watchdog.stalls().isEmpty();
            });
            KafkaClients clients = SharedBroker.clients();
            try (Admin admin = clients.admin();
                    TopicWatch watch = clients.topicWatch(
                            admin, new TopicSetup(admin, 1, 1), 1, () -> topics, watchdog.stage(Job.TOPIC_WATCH))) {
                watch.start();

                await().atMost(PATIENCE).until(() -> topics.seen.size() >= 3);
                assertThat(topics.seen).doesNotContain(true);
            }
        }
    }

    @Test
    void theIdOfATopicThatItCreatesIsKnownBeforeItCreatesTheNext() {
        String prefix = SharedBroker.newPrefix();
        TopicIds ids = new TopicIds(System::nanoTime);
        MissingTopics topics =
                new MissingTopics(prefix, 2, () -> ids.of(prefix + "a").isPresent());
        KafkaClients clients = SharedBroker.clients();
        try (Admin admin = clients.admin();
                TopicWatch watch = new TopicWatch(
                        admin,
                        new TopicSetup(admin, 1, 1),
                        1,
                        () -> topics,
                        clients.faults(),
                        ids,
                        new FailedClients(() -> false, () -> {}, System::nanoTime),
                        () -> {},
                        Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();

            await().atMost(PATIENCE).until(() -> topics.seen.size() >= 3);
            assertThat(topics.seen).startsWith(false, true, true);
        }
    }

    /** Topics that there are not; before each of them something is asked, in one of the looks. */
    private static final class MissingTopics extends AbstractCollection<TopicSpec> {
        private final List<TopicSpec> specs;
        private final int look;
        private final BooleanSupplier question;
        private final AtomicInteger readings = new AtomicInteger();
        private final Queue<Boolean> seen = new ConcurrentLinkedQueue<>();

        MissingTopics(String prefix, int look, BooleanSupplier question) {
            this.specs = Stream.of("a", "b", "c")
                    .map(name -> new TopicSpec(prefix + name, 1, true, Map.of()))
                    .toList();
            this.look = look;
            this.question = question;
        }

        @Override
        public Iterator<TopicSpec> iterator() {
            // Each look takes the names of all first.
            boolean asked = readings.incrementAndGet() == 2 * look;
            return specs.stream()
                    .peek(spec -> {
                        if (asked) {
                            seen.add(question.getAsBoolean());
                        }
                    })
                    .iterator();
        }

        @Override
        public int size() {
            return specs.size();
        }
    }
}
