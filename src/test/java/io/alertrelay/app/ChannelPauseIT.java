package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RelayClient;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A channel that somebody pauses, resumes or probes, for all relays. */
class ChannelPauseIT extends ReloadRig {
    @Test
    void aPauseHoldsForAllRelaysAndThroughRestartsAndNothingIsLostByIt() throws Exception {
        try (App other = startOn(Files.writeString(folder.resolve("other.yaml"), yaml))) {
            RelayClient second = new RelayClient(other.port(), other.managementPort());
            JsonNode answer = second.manage("channels/payments/pause", "{\"reason\":\"发布窗口\"}", 200);
            assertThat(answer.at("/paused/by").asText()).isEqualTo("tester");
            await().atMost(SOON).until(() -> state().equals("paused"));
            assertThat(relay.channel("payments").at("/paused/reason").asText()).isEqualTo("发布窗口");
        }
        String firing =
                RelayClient.requestId(relay.postPatiently(DEDICATED_KEY, Bodies.firing("a", "critical", "payments")));
        assertThat(post(DEDICATED_KEY, Bodies.resolved("a", "critical", "payments")))
                .isTrue();
        assertThat(post(SHARED_KEY, "b", "platform")).isTrue();
        await().atMost(SOON).until(() -> titles("platform").contains("b"));
        await().atMost(SOON)
                .until(() -> relay.channel("payments").path("waiting").asInt() == 2);
        await("no fault")
                .atMost(SOON)
                .until(() -> relay.health().path("status").asText().equals("up"));
        assertThat(metrics()).contains("alert_relay_channel_state{channel=\"payments\",state=\"paused\"} 1.0");
        assertThat(relay.management("/api/v1/receipts/" + firing).toString())
                .contains("the channel is paused by tester");

        app.close();
        startWith(yaml);
        assertThat(post(SHARED_KEY, "c", "platform")).isTrue();
        await().atMost(SOON).until(() -> titles("platform").contains("c"));
        await().atMost(SOON).until(() -> state().equals("paused"));
        assertThat(flashduty.accepted(pushKey("payments"))).isEmpty();
        assertThat(relay.manage("channels/payments/probe", "").body()).contains("is paused: resume it first");

        relay.manage("channels/payments/resume", "", 200);
        await().atMost(SOON).until(() -> statuses().equals(List.of("Critical", "Ok")));
        assertThat(relay.manage("channels/payments/resume", "").statusCode()).isEqualTo(409);
        relay.manage("channels/payments/pause", "{\"for\":\"1s\"}", 200);
        assertThat(post(DEDICATED_KEY, Bodies.firing("a", "critical", "payments")))
                .isTrue();
        await().atMost(SOON).until(() -> statuses().equals(List.of("Critical", "Ok", "Critical")));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aPauseCanBeEndedAtOnceOnAnotherRelayThanItWasAskedOf() throws Exception {
        try (App other = startOn(Files.writeString(folder.resolve("other.yaml"), yaml))) {
            RelayClient second = new RelayClient(other.port(), other.managementPort());
            for (String channel : List.of("payments", "platform", "oncall")) {
                second.manage("channels/" + channel + "/pause", "{}", 200);
                relay.manage("channels/" + channel + "/resume", "", 200);

                second.manage("channels/" + channel + "/pause", "{}", 200);
                assertThat(relay.manage("channels/" + channel + "/probe", "").body())
                        .contains("is paused: resume it first");
                relay.manage("channels/" + channel + "/resume", "", 200);
            }
            await().atMost(SOON)
                    .until(() ->
                            !second.channel("payments").path("state").asText().equals("paused"));
        }
    }

    @Test
    void theConfigurationPausesAChannelUntilItNoLongerSaysSo() throws Exception {
        write(yaml.replace("{ name: payments, ", "{ name: payments, paused: true, "));
        applied(reload());
        assertThat(post(DEDICATED_KEY, "a", "payments")).isTrue();
        await().atMost(SOON)
                .until(() -> relay.channel("payments").path("waiting").asInt() == 1);
        assertThat(relay.channel("payments").at("/paused/by").asText()).isEqualTo("the configuration");
        assertThat(relay.manage("channels/payments/resume", "").body()).contains("PausedByConfiguration");
        assertThat(flashduty.accepted(pushKey("payments"))).isEmpty();

        write(yaml);
        applied(reload());

        await().atMost(SOON).until(() -> titles("payments").contains("a"));
    }

    @Test
    void aHeldChannelIsTriedWhenSomebodyAsksForIt() throws Exception {
        assertThat(relay.manage("channels/payment/probe", "").body())
                .contains("expected one of ", "(did you mean payments?)");
        assertThat(relay.manage("channels/payments/probe", "").body()).contains("NotHeld");
        assertThat(relay.manage("channels/payments/pause", "{\"for\":\"soon\"}").body())
                .contains("expected a time such as");
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no such key"));
        assertThat(post(DEDICATED_KEY, "a", "payments")).isTrue();
        await().atMost(SOON).until(() -> state().equals("held"));

        // Before it is well again, or its own probe comes first.
        relay.manage("channels/payments/probe", "", 200);
        flashduty.heal(pushKey("payments"));

        await().atMost(SOON).until(() -> titles("payments").contains("a"));
    }

    @Test
    void inAStormStatusSaysHowManyWaitOfEachSeverityAndWhenTheyAreThrough() throws Exception {
        write(yaml.replaceAll("(name: payments, .*)rate: 60000/min", "$1rate: 60/min"));
        applied(reload());
        for (int i = 0; i < 40; i++) {
            String severity = i % 4 == 0 ? "critical" : "info";
            assertThat(post(DEDICATED_KEY, Bodies.firing("a" + i, severity, "payments")))
                    .isTrue();
        }

        await().atMost(SOON).until(() -> relay.channel("payments").has("through_at"));
        JsonNode channel = relay.channel("payments");
        assertThat(channel.at("/waiting_by_severity/Info").asInt())
                .as(channel.toString())
                .isPositive();
        assertThat(Instant.parse(channel.path("through_at").asText()))
                .isAfter(Instant.parse(relay.health().path("as_of").asText()));
    }

    private String state() {
        return relay.channel("payments").path("state").asText();
    }

    private List<String> statuses() {
        return flashduty.accepted(pushKey("payments")).stream()
                .map(received -> received.eventStatus().orElseThrow())
                .toList();
    }
}
