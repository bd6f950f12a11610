package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.SharedBroker;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String topic = SharedBroker.newPrefix() + "t";
    private final Admin admin = SharedBroker.clients().admin();
    private final Backlog backlog = new Backlog(admin, PATIENCE);

    @BeforeEach
    void createTopic() throws Exception {
        SharedBroker.create(topic, 2);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aGroupThatHasSettledNothingLagsByAllThatThereIs() throws Exception {
        assertThat(backlog.read(Map.of(topic, topic)))
                .isEqualTo(Map.of(topic, Map.of(0, new Lag(0, 0), 1, new Lag(0, 0))));
    }

    @Test
    void aTopicThatCanBeWrittenIsToldFromOneThatIsMissingWhileTheCoordinatorOfItsGroupIsAway() throws Exception {
        try (Admin nowhere = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000", "request.timeout.ms", "1000"))) {
            Backlog uncoordinated = new Backlog(askingForGroups(nowhere), PATIENCE);

            assertThat(uncoordinated.read(Map.of(topic, topic))).isEmpty();
            assertThat(uncoordinated.look(Map.of(topic, topic)))
                    .containsOnlyKeys(topic)
                    .allSatisfy((name, lags) -> {
                        assertThat(lags.coordinated()).isFalse();
                        assertThat(lags.reached()).isTrue();
                        assertThat(lags.answered()).isFalse();
                    });
            assertThat(uncoordinated.look(Map.of(topic + "-missing", topic))).isEmpty();
        }
    }

    private Admin askingForGroups(Admin coordinator) {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, values) -> method.invoke(
                        method.getName().equals("listConsumerGroupOffsets") ? coordinator : admin, values));
    }
}
