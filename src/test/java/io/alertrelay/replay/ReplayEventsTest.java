package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.AlertRef;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a replay sends is made of webhooks that were stored when it was planned. */
class ReplayEventsTest {
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();

    @Test
    void whatCanNotBeReadIsToldApartFromWhatIsNoLongerThere() throws Exception {
        SharedBroker.create(names.webhooks(), 1);
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (String body : List.of("no JSON at all", Bodies.firing("a", "warning", "payments"))) {
                writer.write(
                        names.webhooks(),
                        WebhookReceipts.stored(WebhookReceipts.webhook(0, 0), "arms-shared", PlannerRig.NOW, body)
                                .draft());
            }
        }
        List<PlannedEvent> picks = List.of(
                pick(WebhookReceipts.alert(0, 0)),
                pick(new AlertRef(WebhookReceipts.webhook(0, 1), 0)),
                pick(WebhookReceipts.alert(2, 0)));
        try (ReplayEvents events = new ReplayEvents(
                clients,
                names,
                new Pipelines(TestConfig.load(TestConfig.yaml("{}", 8080, 8081, 8082, ""), Path.of(""))).rerouter(),
                integration -> 0,
                ReplayJsonTest.order(List.of()))) {
            ReplayEvents.Made made = events.of("payments", picks, Map.of());

            assertThat(made.items()).isEmpty();
            assertThat(made.notRemade())
                    .as("its body, and its key, is another one")
                    .isEqualTo(2);
        }
    }

    private static PlannedEvent pick(AlertRef alert) {
        return new PlannedEvent(
                alert,
                "another key",
                AlertStatus.FIRING,
                Severity.WARNING,
                List.of("payments"),
                "0123456789ab",
                "case 1",
                Optional.empty());
    }
}
