package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A setting of a topic is changed while the relay runs. */
class SettingsCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final TopicSetup setup = new TopicSetup(admin, 1, 1);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final SettingsCheck settings = new SettingsCheck(admin, setup.requirements(), clients.faults(), now::get);
    private final TopicSpec spec = webhooks();

    private static TopicSpec webhooks() {
        TopicNames names = new TopicNames(SharedBroker.newPrefix());
        return new RelayTopics(names, 2)
                .specs(List.of()).stream()
                        .filter(topic -> topic.name().equals(names.webhooks()))
                        .findFirst()
                        .orElseThrow();
    }

    @BeforeEach
    void create() throws Exception {
        setup.ensure(List.of(spec));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void theTopicIsAtFaultButNotHeldUntilItIsMended() throws Exception {
        look();
        assertThat(clients.faults().all()).isEmpty();

        SharedBroker.configure(spec.name(), "retention.ms", "3600000");
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        look();

        assertThat(clients.faults().all())
                .singleElement()
                .satisfies(fault -> assertThat(fault.where() + ": " + fault.cause())
                        .contains("topic " + spec.name() + ": ", "found retention.ms 3600000, expected -1")
                        .containsOnlyOnce(spec.name()));
        assertThat(clients.faults().of(spec.name())).isEmpty();

        SharedBroker.configure(spec.name(), "retention.ms", "-1");
        look();

        assertThat(clients.faults().all()).isEmpty();
    }

    @Test
    void theClusterIsNotAskedAtEachLook() throws Exception {
        look();
        SharedBroker.configure(spec.name(), "retention.ms", "3600000");

        look();

        assertThat(clients.faults().all()).isEmpty();
    }

    @Test
    void theWatchOfTheTopicsChecksThemUntilNobodyWantsTheTopic() throws Exception {
        SharedBroker.configure(spec.name(), "min.insync.replicas", "1");
        TopicSetup stricter = new TopicSetup(admin, 1, 2);
        AtomicLong wanted = new AtomicLong(1);
        try (TopicWatch watch = clients.topicWatch(
                admin,
                stricter,
                1,
                () -> wanted.get() > 0 ? List.of(spec) : List.of(),
                Stage.unwatched(Job.TOPIC_WATCH))) {
            watch.start();

            await().atMost(PATIENCE)
                    .until(() -> clients.faults().all().stream()
                            .anyMatch(fault ->
                                    fault.cause().contains("found min.insync.replicas 1, expected at least 2")));

            wanted.set(0);
            await().atMost(PATIENCE).until(() -> clients.faults().all().isEmpty());
        }
    }

    private void look() throws Exception {
        Map<String, TopicDescription> found =
                admin.describeTopics(List.of(spec.name())).allTopicNames().get();
        settings.look(Map.of(spec, found.get(spec.name())));
    }
}
