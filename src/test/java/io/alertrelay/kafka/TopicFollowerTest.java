package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Map<Integer, Long> BEGINNING = Map.of(0, 0L, 1, 0L);
    private static final long T0 = Instant.now().minus(Duration.ofHours(3)).toEpochMilli();
    private static final int MANY = 5_000;

    private final String cause = SharedBroker.newPrefix() + "cause";
    private final String effect = SharedBroker.newPrefix() + "effect";
    private final TopicFollower follower =
            new TopicFollower(SharedBroker.clients(), topic -> topic.equals(cause) ? 0 : 1);

    @BeforeEach
    void create() throws Exception {
        SharedBroker.create(cause, 2);
        SharedBroker.create(effect, 2);
    }

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void whatThereIsComesInTheOrderOfTimeWhateverTopicItIsInAndTheCauseBeforeItsEffect() {
        // The effects of all are there before the causes can be read; each has the time of its cause.
        fill(effect, 0, MANY);
        fill(cause, 0, MANY);
        follower.add(effect, BEGINNING);
        follower.add(cause, BEGINNING);

        List<FollowedRecord> all = untilCaughtUp();

        assertThat(all).hasSize(2 * MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(all.get(2 * i).topic()).isEqualTo(cause);
            assertThat(all.get(2 * i).record().key()).isEqualTo("k" + i);
            assertThat(all.get(2 * i + 1).topic()).isEqualTo(effect);
            assertThat(all.get(2 * i + 1).record().key()).isEqualTo("k" + i);
        }
    }

    @Test
    void whatIsAddedLaterAndWhatComesLaterIsFollowedWithoutReadingAnythingTwice() {
        fill(cause, 0, 10);
        follower.add(cause, Map.of(0, 3L, 1, 5L));
        assertThat(untilCaughtUp()).extracting(f -> f.record().key()).containsExactly("k6", "k8");

        fill(effect, 10, 20);
        follower.add(effect, BEGINNING);
        assertThat(untilCaughtUp()).hasSize(10);
        fill(cause, 20, 30);

        List<FollowedRecord> more = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (more.size() < 10 && System.nanoTime() < deadline) {
            more.addAll(follower.poll(POLL));
        }
        assertThat(more).extracting(FollowedRecord::topic).containsOnly(cause);
        assertThat(more).hasSize(10);
    }

    private List<FollowedRecord> untilCaughtUp() {
        List<FollowedRecord> all = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!follower.hasCaughtUp() && System.nanoTime() < deadline) {
            all.addAll(follower.poll(POLL));
        }
        assertThat(follower.hasCaughtUp()).isTrue();
        return all;
    }

    private static void fill(String topic, int from, int to) {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, T0 + i * 1_000L, "k" + i, "v"));
            }
        }
    }
}
