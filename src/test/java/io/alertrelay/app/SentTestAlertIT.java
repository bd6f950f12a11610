package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.Main;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test alert takes the whole way, and whoever sends it is told how it ended for each channel. */
class SentTestAlertIT extends ReloadRig {
    @Test
    void goesStraightToTheChannelsThatAreNamedAndRecoversThere() throws Exception {
        JsonNode result = relay.manage("test", "{\"channels\":[\"payments\",\"oncall\"]}", 200);

        assertThat(result.path("delivered").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.findValuesAsText("channel")).containsExactly("payments", "oncall", "payments", "oncall");
        assertThat(result.findValues("after_ms")).hasSize(4);
        for (String channel : List.of("payments", "oncall")) {
            List<Received> received = flashduty.accepted(pushKey(channel));
            assertThat(received).extracting(r -> r.eventStatus().orElseThrow()).containsExactly("Info", "Ok");
            assertThat(received).allMatch(r -> r.bodyText().contains("[Alert Relay test] by tester"));
        }
        assertThat(titles("platform")).isEmpty();
        String id = result.at("/answers/0/request_id").asText();
        assertThat(relay.management("/api/v1/receipts/" + id)
                        .at("/alerts/0/title")
                        .asText())
                .isEqualTo("[Alert Relay test] by tester");
        await().atMost(SOON).until(() -> audit().deliveries().delivered() == 4);
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void goesWhereTheRulesOfAnIntegrationLeadAndSaysWhereItWasRefused() throws Exception {
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(400, "InvalidParameter", "labels"));

        JsonNode refused = relay.manage(
                "test",
                "{\"integration\":\"arms-shared\",\"labels\":{\"team\":\"payments\",\"alertname\":\"cpu\"}}",
                200);
        JsonNode delivered =
                relay.manage("test", "{\"integration\":\"arms-shared\",\"labels\":{\"team\":\"nobody\"}}", 200);
        // By the second case, which asks for the severity.
        JsonNode critical = relay.manage(
                "test",
                "{\"integration\":\"arms-shared\",\"labels\":{\"team\":\"platform\"},\"severity\":\"critical\"}",
                200);
        assertThat(critical.findValuesAsText("channel")).containsOnly("platform");

        assertThat(refused.path("delivered").asBoolean()).isFalse();
        assertThat(refused.at("/answers/0/state").asText())
                .as(refused.toString())
                .isEqualTo("dead-lettered");
        assertThat(refused.at("/answers/0/cause").asText()).contains("InvalidParameter");
        assertThat(command("--integration", "arms-shared", "--labels", "team=payments"))
                .isEqualTo(1);
        assertThat(command("oncall")).isZero();
        assertThat(delivered.path("delivered").asBoolean())
                .as(delivered.toString())
                .isTrue();
        assertThat(titles("oncall")).hasSize(2).allMatch(title -> title.startsWith("[Alert Relay test] by "));
        assertThat(relay.manage("test", "{\"channels\":[\"oncal\"]}").body())
                .contains("expected one of ", "(did you mean oncall?)");
        assertThat(relay.manage("test", "{\"integration\":\"arms-shared\",\"labels\":{\"severity\":\"critical\"}}")
                        .body())
                .contains("its severity is stated by itself");
        assertThat(relay.manage("test", "{\"channels\":[\"oncall\"],\"severity\":\"high\"}")
                        .body())
                .contains("expected one of Critical, Warning, Info");
    }

    private int command(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setErr(new PrintWriter(Writer.nullWriter()))
                .execute(Stream.concat(
                                Stream.of("test", "--url", "http://127.0.0.1:" + app.managementPort()), Stream.of(args))
                        .toArray(String[]::new));
    }
}
