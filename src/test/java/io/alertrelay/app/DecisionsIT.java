package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Received;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RunningRelay;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole relay, started again with other rules between a firing and its recovery. */
class DecisionsIT {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final String prefix = SharedBroker.newPrefix();
    private Sandbox flashduty;

    @BeforeEach
    void start() throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        flashduty.close();
        vertx.close();
    }

    @Test
    void aRecoveryClosesTheAlertWhereItWasOpenedThoughTheRulesSendNothingThereAnyMore() throws Exception {
        try (RunningRelay before = start("payments")) {
            post(before, Bodies.firing("db", "critical", "payments"));
            await().until(() ->
                    accepted("payments").size() == 1 && accepted("platform").size() == 1);
        }

        try (RunningRelay after = start("nobody")) {
            post(after, Bodies.firing("new", "critical", "payments"));
            post(after, Bodies.resolved("db", "critical", "payments"));
            await().until(() -> accepted("payments").size() == 2);
            await().until(() ->
                    accepted("platform").size() == 2 && accepted("oncall").size() == 1);
        }

        for (String channel : List.of("payments", "platform")) {
            assertThat(accepted(channel))
                    .extracting(r -> r.eventStatus().orElseThrow())
                    .containsExactly("Critical", "Ok");
            assertThat(accepted(channel))
                    .extracting(Received::alertKey)
                    .containsOnly(accepted(channel).get(0).alertKey());
        }
        assertThat(accepted("oncall"))
                .as("the rules of the second start hold for what is new")
                .extracting(r -> r.eventStatus().orElseThrow())
                .containsExactly("Critical");
    }

    /** @param team whose alerts the rules send to payments and platform; those of others go to oncall */
    private RunningRelay start(String team) throws Exception {
        String kafka = SharedBroker.asConfigured(prefix);
        String yaml = TestConfig.yaml(kafka, 0, 0, flashduty.port(), "")
                .replace("vals: [payments]", "vals: [" + team + "]")
                .replace("vals: [platform, payments]", "vals: [" + team + "]");
        return RunningRelay.start(TestConfig.load(yaml, folder));
    }

    private static void post(RunningRelay relay, String body) {
        assertThat(relay.client().postPatiently(SHARED_KEY, body).statusCode()).isEqualTo(200);
    }

    private List<Received> accepted(String channel) {
        return flashduty.accepted(pushKey(channel));
    }
}
