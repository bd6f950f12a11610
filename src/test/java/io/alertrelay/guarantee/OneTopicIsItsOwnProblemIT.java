package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.testing.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is deleted, or can't be written, keeps back only what is its own, and health names it. */
class OneTopicIsItsOwnProblemIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final Admin admin = SharedBroker.clients().admin();
    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of("faulty", "well"), "timeout: 10s");
        rig.start();
        posts = new Posts(rig::relay);
    }

    @AfterEach
    void stop() {
        rig.close();
        admin.close();
    }

    @Test
    void aChannelWhoseTopicIsDeletedGetsWhatComesLaterAndTheOthersGoOn() throws Exception {
        int before = posts.firing(Rig.TO_ALL, "before", "critical");
        awaitTaken("faulty", before);
        awaitTaken("well", before);

        String topic = rig.names().channel("faulty");
        Set<Uuid> deleted = idOf(topic);
        admin.deleteTopics(List.of(topic)).all().get();
        // Until then, what is written to it is lost with it.
        await().atMost(PATIENCE).until(() -> !idOf(topic).equals(deleted));
        int[] meanwhile = new int[10];
        for (int i = 0; i < meanwhile.length; i++) {
            meanwhile[i] = posts.firing(Rig.TO_ALL, "meanwhile" + i, "critical");
        }

        for (int number : meanwhile) {
            awaitTaken("well", number);
        }
        int after = posts.firing(Rig.TO_ALL, "after", "critical");
        awaitTaken("well", after);
        awaitTaken("faulty", after);
        awaitTaken("faulty", meanwhile[meanwhile.length - 1]);
        awaitUp();
    }

    @Test
    void aChannelWhoseTopicCannotBeWrittenIsHeldUntilItCanAndTheOthersGoOn() throws Exception {
        set(rig.names().channel("faulty"), "max.message.bytes", "100");
        int first = posts.firing(Rig.TO_ALL, "a", "critical");
        awaitTaken("well", first);
        await().atMost(PATIENCE)
                .until(() ->
                        rig.relay().channel("faulty").path("state").asText().equals("held"));
        assertThat(rig.relay().channel("faulty").path("cause").asText())
                .contains("topic " + rig.names().channel("faulty"), "max.message.bytes");
        assertThat(rig.relay().health().path("status").asText()).isEqualTo("degraded");
        assertThat(rig.relay().channel("well").path("state").asText()).isEqualTo("running");
        int second = posts.resolved(Rig.TO_ALL, "a");
        awaitTaken("well", second);
        assertThat(rig.relay()
                        .manage("partitions", "{\"to\": 4, \"execute\": true}", 503)
                        .at("/error/message")
                        .asText())
                .contains(rig.names().webhooks() + "-", "was not routed any further");
        assertThat(rig.relay().health().path("status").asText())
                .as("its webhooks are routed, but for one event")
                .isEqualTo("degraded");

        set(rig.names().channel("faulty"), "max.message.bytes", "41943040");

        awaitTaken("faulty", second);
        assertThat(rig.arrivals("faulty").firstTaken().get("a")).containsExactly(first, second);
        awaitUp();
        assertThat(rig.settled().unaccounted()).isZero();
    }

    @Test
    void deadLettersThatCannotBeStoredWaitWhileOtherDeliveriesAreRecorded() throws Exception {
        set(rig.names().deadLetters(), "max.message.bytes", "200");
        rig.flashduty().faultAlways(Rig.pushKey("faulty"), PassingFaults.REFUSED);

        int first = posts.firing(Rig.TO_ALL, "a", "critical");
        awaitTaken("well", first);
        await().atMost(PATIENCE).until(() -> faultOf(rig.names().deadLetters()).isObject());
        int second = posts.firing(Rig.TO_ALL, "b", "critical");
        awaitTaken("well", second);
        await().atMost(PATIENCE)
                .until(() -> rig.relay().channel("well").path("waiting").asInt(-1) == 0);
        // What waits is as Kafka said when it was asked last.
        await().atMost(PATIENCE)
                .until(() -> rig.relay().channel("faulty").path("waiting").asInt() > 0);
        await().atMost(PATIENCE)
                .until(() -> !rig.relay().health().path("problems").isEmpty());
        assertThat(rig.relay().health().path("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path("what").asText()).isEqualTo("dead-letters"));
        assertThat(rig.relay().health().path("status").asText()).isEqualTo("degraded");
        rig.flashduty().heal(Rig.pushKey("faulty"));
        for (int i = 0; i < 5; i++) {
            awaitTaken("faulty", posts.firing(Rig.TO_ALL, "c" + i, "critical"));
        }
        await("what is delivered behind them does not wait")
                .atMost(PATIENCE)
                .until(() -> rig.relay().channel("faulty").path("waiting").asInt(-1) == 2);

        set(rig.names().deadLetters(), "max.message.bytes", "41943040");

        await().atMost(PATIENCE)
                .until(() -> rig.relay().channel("faulty").path("waiting").asInt(-1) == 0);
        assertThat(rig.settled().unaccounted()).isZero();
    }

    @Test
    void alertsThatCannotBeQuarantinedWaitWhileTheOthersAreDelivered() throws Exception {
        set(rig.names().quarantine(), "max.message.bytes", "100");

        int first = posts.firingWithOneForQuarantine(Rig.TO_ALL, "a");
        awaitTaken("well", first);
        await().atMost(PATIENCE).until(() -> faultOf(rig.names().quarantine()).isObject());
        assertThat(rig.relay().health().path("status").asText()).isEqualTo("degraded");
        int second = posts.resolved(Rig.TO_ALL, "a");
        awaitTaken("well", second);

        set(rig.names().quarantine(), "max.message.bytes", "41943040");

        awaitUp();
        assertThat(rig.settled().unaccounted()).isZero();
        assertThat(rig.settled().quarantined().setAside()).isEqualTo(1);
    }

    private void awaitTaken(String channel, int number) {
        await("number " + number + " at " + channel)
                .atMost(PATIENCE)
                .until(() -> rig.arrivals(channel).takenNumbers().contains(number));
    }

    /** None if there is no such topic. */
    private Set<Uuid> idOf(String topic) throws Exception {
        return admin.listTopics().listings().get().stream()
                .filter(listing -> listing.name().equals(topic))
                .map(TopicListing::topicId)
                .collect(Collectors.toSet());
    }

    private void awaitUp() {
        await().atMost(PATIENCE)
                .until(() -> rig.relay().health().path("status").asText().equals("up"));
    }

    private JsonNode faultOf(String topic) {
        JsonNode faults = rig.relay().health().path("topic_faults");
        return StreamSupport.stream(faults.spliterator(), false)
                .filter(fault -> fault.path("topic").asText().equals(topic))
                .findFirst()
                .orElse(faults.path("none"));
    }

    private static void set(String topic, String name, String value) throws Exception {
        SharedBroker.configure(topic, name, value);
    }
}
