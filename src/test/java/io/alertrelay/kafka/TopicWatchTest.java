package io.alertrelay.kafka;

import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
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
}
