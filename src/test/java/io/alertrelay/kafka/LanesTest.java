package io.alertrelay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Each partition for itself, in order of each key, whatever fails. */
class LanesTest {
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final Set<String> faulty = ConcurrentHashMap.newKeySet();
    private final List<String> overflow = new CopyOnWriteArrayList<>();
    private final TopicFaults faults = new TopicFaults(Clock.systemUTC());
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    /** How many batches do not make their writer wait any more. */
    private final AtomicInteger released = new AtomicInteger();

    private final Queue<Runnable> notKept = new ConcurrentLinkedQueue<>();
    private volatile boolean overflowWorks = true;
    private volatile boolean atFaultBeforeTheSecond;
    private final Lanes lanes = new Lanes(
            new Faulty(),
            faults,
            new Lanes.Settings(
                    "channel.",
                    new RecordHeader("redone", "true".getBytes(UTF_8)),
                    new Load(10, 1 << 20),
                    Duration.ofHours(1),
                    new Load(5, 1 << 20)),
            () -> System.nanoTime() + passed.get());

    {
        lanes.overflowTo((record, cause, kept) -> {
            overflow.add(text(record));
            notKept.add(kept);
            if (overflowWorks) {
                keep();
            }
        });
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
        sender.shutdownNow();
    }

    @Test
    void aTopicThatIsRefusedDelaysNoOtherAndGoesOnInOrderWhenItIsWell() {
        faulty.add("channel.a");
        write("channel.a", "k", "1");
        write("channel.a", "k", "2");
        write("channel.b", "k", "3");

        await().until(() -> stored.contains("channel.b k 3"));
        await().until(() -> faults.of("channel.a").isPresent());
        assertThat(faults.of("channel.a").orElseThrow().cause()).contains("may not write");
        assertThat(parked.get()).isEqualTo(2);

        faulty.clear();
        await().until(() -> all.get() == 3);
        assertThat(stored).containsSubsequence("channel.a k 1 redone", "channel.a k 2");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void nothingIsWrittenToATopicWhoseSettingsAreWrongAndItGoesOnInOrderWhenTheyAreRight() {
        faults.report("channel.a", TopicFault.Kind.UNFIT, "found retention.ms 1000, expected -1");
        write("channel.a", "k", "1");
        write("channel.a", "k", "2");
        write("channel.b", "k", "3");

        await().until(() -> parked.get() == 2 && all.get() == 1);
        assertThat(stored).containsExactly("channel.b k 3");
        assertThat(faults.all()).extracting(TopicFault::kind).containsExactly(TopicFault.Kind.UNFIT);

        faults.clear("channel.a", TopicFault.Kind.UNFIT);
        await().until(() -> all.get() == 3);
        assertThat(stored).containsExactly("channel.b k 3", "channel.a k 1", "channel.a k 2");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void settingsThatWereChangedWhileTheRelayRunsEndNoWriting() {
        faults.report("channel.a", TopicFault.Kind.SETTINGS, "found retention.ms 1000, expected -1");

        write("channel.a", "k", "1");

        await().until(() -> all.get() == 1);
        assertThat(stored).containsExactly("channel.a k 1");
    }

    @Test
    void anErrorOfWhoIsToldEndsNoWriting() {
        lanes.write(List.of(record("channel.a", -1, "k", "1")), () -> true, () -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        await().until(() -> stored.contains("channel.a k 1"));

        write("channel.a", "k", "2");

        await().until(() -> all.get() == 1);
    }

    @Test
    void anErrorOfTheLogEndsNoWriting() {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        TurboFilter noMemory = new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger logger, Level level, String format, Object[] params, Throwable cause) {
                if (logger.getName().equals(Lanes.class.getName())) {
                    throw new NoClassDefFoundError("for lack of memory");
                }
                return FilterReply.NEUTRAL;
            }
        };
        logging.addTurboFilter(noMemory);
        try {
            anErrorOfWhoIsToldEndsNoWriting();
        } finally {
            logging.getTurboFilterList().remove(noMemory);
        }
    }

    @Test
    void whatAnErrorInTheClientKeptFromBeingSentIsSentAgainAndWhatStandsBehindItToo() {
        lanes.write(
                List.of(record("channel.deep", -1, "k", "1"), record("channel.deep", -1, "k", "2")),
                () -> true,
                all::incrementAndGet);

        await().until(() -> all.get() == 1);
        assertThat(stored).containsExactly("channel.deep k 1 redone", "channel.deep k 2");
    }

    @Test
    void onePartitionOfATopicIsNoOthersAffair() {
        faulty.add("decisions-3");
        write("decisions", 3, "k", "1");
        write("decisions", 2, "k", "2");

        await().until(() -> stored.contains("decisions k 2"));
        await().until(() -> !faults.all().isEmpty());
        assertThat(faults.all().get(0).where()).isEqualTo("partition decisions-3");

        faulty.clear();
        await().until(() -> all.get() == 2);
        assertThat(stored).as("without a mark, which is for channels").contains("decisions k 1");
    }

    @Test
    void ofWhatIsParkedBeyondTheBoundTheOldestIsGivenUpAndTheRestIsKept() {
        faulty.add("channel.a");
        IntStream.range(0, 25).forEach(i -> write("channel.a", "k" + i, String.valueOf(i)));

        await().until(() -> overflow.size() == 15);
        assertThat(overflow).doesNotContain("channel.a k16 16", "channel.a k24 24");

        faulty.clear();
        await().until(() -> all.get() == 25);
        assertThat(stored).anyMatch(record -> record.startsWith("channel.a k24 24"));
    }

    @Test
    void whatHoldsBackTooMuchIsGivenUpAfterWhatIsBeforeItAndTheRestIsKept() {
        AtomicBoolean overdue = new AtomicBoolean();
        faulty.add("channel.a");
        write("channel.a", "k", "1");
        lanes.write(
                List.of(record("channel.a", -1, "k", "2")),
                new Lanes.WriteGuard() {
                    @Override
                    public boolean isStillDue() {
                        return true;
                    }

                    @Override
                    public boolean isOverdue() {
                        return overdue.get();
                    }
                },
                told());
        write("channel.a", "k", "3");
        await().until(() -> parked.get() == 3);

        overdue.set(true);
        await().during(Duration.ofMillis(200)).until(overflow::isEmpty);
        passed.addAndGet(Duration.ofMinutes(2).toNanos());
        await().until(() -> overflow.size() == 2);
        faulty.clear();

        await().until(() -> all.get() == 3);
        assertThat(overflow).containsExactly("channel.a k 1", "channel.a k 2");
        assertThat(stored).containsExactly("channel.a k 3");
    }

    @Test
    void whileWhatIsGivenUpIsNotKeptNoMoreIsGivenUpOrParkedThanTheBoundAndItGoesOnWithNothingLost() {
        overflowWorks = false;
        faulty.add("channel.a");
        IntStream.range(0, 200).forEach(i -> write("channel.a", "k" + i % 3, String.valueOf(i)));

        await().until(() -> parked.get() + waiting.get() == 200);
        await().during(Duration.ofMillis(200)).until(() -> overflow.size() == 10 && parked.get() == 20);
        write("channel.b", "k", "another's");
        await().until(() -> stored.contains("channel.b k another's"));

        overflowWorks = true;
        keep();
        await("all that waited goes on, although the topic does not work").until(() -> released.get() == 201);

        faulty.clear();
        await().until(() -> all.get() == 201);
        List<String> ends = new ArrayList<>(overflow);
        stored.stream()
                .filter(record -> record.startsWith("channel.a"))
                .map(record -> record.replace(" redone", ""))
                .forEach(ends::add);
        assertThat(ends)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200)
                        .mapToObj(i -> "channel.a k" + i % 3 + " " + i)
                        .toList());
        assertThat(ends.subList(overflow.size(), 200))
                .as("what is left for the topic, in order")
                .hasSizeBetween(10, 11)
                .isSortedAccordingTo(Comparator.comparingInt(
                        record -> Integer.parseInt(record.substring(record.lastIndexOf(' ') + 1))));
    }

    @Test
    void whatIsTooOldIsNotGivenUpEitherWhileTheOverflowKeepsNothing() {
        overflowWorks = false;
        faulty.add("channel.a");
        IntStream.range(0, 30).forEach(i -> write("channel.a", "k" + i % 3, String.valueOf(i)));
        await().until(() -> overflow.size() == 10);

        passed.addAndGet(Duration.ofHours(2).toNanos());

        await().during(Duration.ofMillis(200)).until(() -> overflow.size() == 10);
    }

    @Test
    void ofATopicThatCannotGiveUpNoMoreIsParkedThanTheBoundAndItGoesOnInOrder() {
        faulty.add("quarantine");
        IntStream.range(0, 100).forEach(i -> write("quarantine", "k", String.valueOf(i)));
        await().until(() -> parked.get() + waiting.get() == 100);

        assertThat(parked).hasValue(5);
        write("channel.a", "k", "another's");
        await().until(() -> stored.contains("channel.a k another's"));
        assertThat(overflow).isEmpty();

        faulty.clear();
        await().until(() -> all.get() == 101);
        assertThat(stored.stream().filter(record -> record.startsWith("quarantine")))
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(i -> "quarantine k " + i)
                        .toList());
    }

    @Test
    void aBatchThatHasNoRoomInOneOfItsPartitionsIsNotParkedBecauseOfAnother() {
        faulty.addAll(Set.of("quarantine", "channel.a"));
        IntStream.range(0, 10).forEach(i -> write("quarantine", "k", String.valueOf(i)));
        write("channel.a", "k", "alone");
        await().until(() -> parked.get() == 6 && waiting.get() == 5);

        lanes.write(
                List.of(record("channel.a", -1, "k", "both"), record("quarantine", -1, "k", "both")),
                () -> true,
                told());
        write("channel.a", "k", "after");

        await().until(() -> parked.get() == 7);
        assertThat(waiting).hasValue(6);
    }

    @Test
    void whatIsNoLongerWantedMakesRoomForWhatWaitsBehindIt() {
        AtomicBoolean wanted = new AtomicBoolean(true);
        faulty.add("quarantine");
        write("quarantine", "k", "first");
        IntStream.range(0, 6)
                .forEach(i ->
                        lanes.write(List.of(record("quarantine", -1, "k", String.valueOf(i))), wanted::get, () -> {}));
        IntStream.range(0, 3).forEach(i -> write("quarantine", "k", "behind " + i));
        await().until(() -> parked.get() == 1 && waiting.get() == 3);

        wanted.set(false);

        await().until(() -> parked.get() == 4);
    }

    @Test
    void whatIsParkedAndNoLongerWantedIsDroppedAndNotGivenUp() {
        AtomicBoolean wanted = new AtomicBoolean(true);
        AtomicInteger dropped = new AtomicInteger();
        faulty.add("channel.a");
        write("channel.a", "k", "1");
        lanes.write(List.of(record("channel.a", -1, "k", "2")), wanted::get, new Lanes.Listener() {
            @Override
            public void stored() {}

            @Override
            public void parked() {
                parked.incrementAndGet();
            }

            @Override
            public void dropped() {
                dropped.incrementAndGet();
            }
        });
        write("channel.a", "k", "3");
        await().until(() -> parked.get() == 3);

        wanted.set(false);
        passed.addAndGet(Duration.ofHours(2).toNanos());

        await().until(() -> dropped.get() == 1 && all.get() == 2);
        assertThat(overflow).containsExactlyInAnyOrder("channel.a k 1", "channel.a k 3");
    }

    @Test
    void nothingIsGivenUpWhileItMayNotBeSent() {
        AtomicBoolean allowed = new AtomicBoolean(true);
        faulty.add("channel.a");
        lanes.write(List.of(record("channel.a", -1, "k", "1")), allowedBy(allowed), all::incrementAndGet);
        await().until(() -> faults.of("channel.a").isPresent());

        allowed.set(false);
        passed.addAndGet(Duration.ofHours(2).toNanos());
        await().during(Duration.ofMillis(200)).until(overflow::isEmpty);
        allowed.set(true);

        await().until(() -> all.get() == 1);
        assertThat(overflow).containsExactly("channel.a k 1");
    }

    @Test
    void aTopicIsNoLongerAtFaultWhenAllThatWaitedForItWasGivenUp() {
        faulty.add("channel.a");
        write("channel.a", "k", "1");
        await().until(() -> faults.of("channel.a").isPresent());

        passed.addAndGet(Duration.ofHours(2).toNanos());

        await().until(() -> overflow.size() == 1);
        await().untilAsserted(() -> assertThat(faults.all()).isEmpty());
    }

    @Test
    void aTopicThatKafkaDidNotTakeARecordForInAllItsTimeIsAtFaultAtOnce() {
        write("channel.slow", "k", "1");

        await().until(() -> all.get() == 1);
        assertThat(atFaultBeforeTheSecond).isTrue();
        assertThat(parked.get()).isEqualTo(1);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void whatIsNoLongerWantedIsNotSentAndItsBatchIsToldSo() {
        AtomicInteger dropped = new AtomicInteger();
        lanes.write(List.of(record("channel.a", -1, "k", "1")), () -> false, new Lanes.Listener() {
            @Override
            public void stored() {
                all.incrementAndGet();
            }

            @Override
            public void dropped() {
                dropped.incrementAndGet();
            }
        });
        write("channel.a", "k", "2");

        await().until(() -> all.get() == 1);
        assertThat(dropped.get()).isEqualTo(1);
        assertThat(stored).containsExactly("channel.a k 2");
    }

    @Test
    void whatMayNotBeSentNowWaitsWithWhatStandsBehindIt() {
        AtomicBoolean allowed = new AtomicBoolean();
        lanes.write(List.of(record("channel.a", -1, "k", "1")), allowedBy(allowed), all::incrementAndGet);
        write("channel.a", "k2", "2");
        write("channel.b", "k", "3");

        await().until(() -> stored.contains("channel.b k 3"));
        assertThat(stored).containsExactly("channel.b k 3");
        allowed.set(true);

        await().until(() -> all.get() == 3);
        assertThat(stored).containsExactly("channel.b k 3", "channel.a k 1", "channel.a k2 2");
    }

    @Test
    void aBatchOfNothingIsStoredAtOnce() {
        lanes.write(List.of(), () -> true, all::incrementAndGet);

        await().until(() -> all.get() == 1);
    }

    private static Lanes.WriteGuard allowedBy(AtomicBoolean allowed) {
        return new Lanes.WriteGuard() {
            @Override
            public boolean isStillDue() {
                return true;
            }

            @Override
            public boolean mayWriteNow() {
                return allowed.get();
            }
        };
    }

    private void write(String topic, String key, String value) {
        write(topic, -1, key, value);
    }

    private void write(String topic, int partition, String key, String value) {
        lanes.write(List.of(record(topic, partition, key, value)), () -> true, told());
    }

    private Lanes.Listener told() {
        return new Lanes.Listener() {
            private final AtomicBoolean wasReleased = new AtomicBoolean();

            @Override
            public void stored() {
                all.incrementAndGet();
                release();
            }

            @Override
            public void waits() {
                waiting.incrementAndGet();
            }

            @Override
            public void parked() {
                parked.incrementAndGet();
                release();
            }

            private void release() {
                if (wasReleased.compareAndSet(false, true)) {
                    released.incrementAndGet();
                }
            }
        };
    }

    private void keep() {
        for (Runnable kept = notKept.poll(); kept != null; kept = notKept.poll()) {
            kept.run();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String key, String value) {
        return new ProducerRecord<>(
                topic, partition < 0 ? null : partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static String text(ProducerRecord<byte[], byte[]> record) {
        return record.topic() + " " + new String(record.key(), UTF_8) + " " + new String(record.value(), UTF_8);
    }

    /** Refuses the topics and partitions that are at fault, and takes what goes to the others. */
    private final class Faulty extends MockProducer<byte[], byte[]> {
        private Faulty() {
            super(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (record.topic().equals("channel.slow") && attempts.getAndIncrement() == 0) {
                sender.execute(() -> {
                    passed.addAndGet(Duration.ofSeconds(12).toNanos());
                    callback.onCompletion(null, new TimeoutException("expired"));
                });
                return null;
            }
            if (record.topic().equals("channel.deep") && attempts.getAndIncrement() == 0) {
                throw new StackOverflowError();
            }
            if (record.topic().equals("channel.slow")) {
                atFaultBeforeTheSecond = faults.of(record.topic()).isPresent();
            }
            if (faulty.contains(record.topic()) || faulty.contains(record.topic() + "-" + record.partition())) {
                sender.execute(
                        () -> callback.onCompletion(null, new TopicAuthorizationException(Set.of(record.topic()))));
            } else {
                stored.add(text(record)
                        + (Optional.ofNullable(record.headers().lastHeader("redone"))
                                        .isPresent()
                                ? " redone"
                                : ""));
                callback.onCompletion(null, null);
            }
            return null;
        }
    }
}
