package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.reading.Ledger;
import io.alertrelay.rulesets.KeptRules;
import io.alertrelay.rulesets.KeptVersion;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which version of the rules and of the configuration is at work, and what is kept of each. */
class ReloadVersionsIT extends ReloadRig {
    @Test
    void rulesThatAReloadBringsAreKeptAndExplainAndAreCarriedByWhatTheyRoute() throws Exception {
        assertThat(kept()).hasSize(2);
        write(toOncall());

        applied(reload());

        String version = config().integrations().get(0).rules().version();
        assertThat(kept())
                .hasSize(3)
                .element(2)
                .extracting(KeptVersion::version)
                .isEqualTo(version);
        assertThat(explained()).isEqualTo("[\"oncall\"]");
        assertThat(post(SHARED_KEY, "a", "platform")).isTrue();
        await().atMost(SOON).until(() -> titles("oncall").equals(Set.of("a")));
        assertThat(rulesOf("oncall")).containsExactly(version);
    }

    @Test
    void rulesThatCanNotBeKeptDoNotRoute() throws Exception {
        String before = config().integrations().get(0).rules().version();
        SharedBroker.configure(names.ruleSets(), "max.message.bytes", "10");
        write(toOncall());

        HttpResponse<String> answer = reload();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("NotApplied", "Kafka does not keep the new rules");
        assertThat(relay.health().at("/config/error").asText()).contains("Kafka does not keep the new rules");
        assertThat(explained()).isEqualTo("[\"platform\"]");
        assertThat(post(SHARED_KEY, "a", "platform")).isTrue();
        await().atMost(SOON).until(() -> titles("platform").equals(Set.of("a")));
        assertThat(rulesOf("platform")).containsExactly(before);

        SharedBroker.configure(names.ruleSets(), "max.message.bytes", "1000000");
        applied(reload());
        assertThat(explained()).isEqualTo("[\"oncall\"]");
        assertThat(relay.health().at("/config/error").isMissingNode()).isTrue();
    }

    @Test
    void eachRelayTellsWhatAllThatShareTheWorkRun() throws Exception {
        Path file = folder.resolve("second.yaml");
        Files.writeString(file, yaml);
        String before = relay.health().at("/config/version").asText();
        try (App second = startOn(file)) {
            RelayClient other = new RelayClient(second.port(), second.managementPort());
            await().atMost(SOON).until(() -> versions(relay).equals(List.of(before, before)));
            await().atMost(SOON).until(() -> versions(other).equals(List.of(before, before)));

            write(toOncall());
            String after = applied(reload());

            assertThat(versions(relay)).containsExactly(after, before);
            await().atMost(SOON).until(() -> versions(other).equals(List.of(before, after)));
            JsonNode seen = other.health().path("cluster").get(1);
            assertThat(seen.path("port").asInt()).isEqualTo(app.port());
            assertThat(seen.at("/rules/arms-shared").asText())
                    .isEqualTo(config().integrations().get(0).rules().version());

            Files.writeString(file, toOncall());
            second.reload("the test says so");
            await().atMost(SOON).until(() -> versions(relay).equals(List.of(after, after)));
        }
        await().atMost(SOON).until(() -> versions(relay).size() == 1);
    }

    private String toOncall() {
        return yaml.replace("channels: [platform]", "channels: [oncall]");
    }

    private Collection<KeptVersion> kept() throws Exception {
        try (Ledger ledger = Ledger.open(config(), what -> {})) {
            return KeptRules.of(ledger).all();
        }
    }

    private String explained() throws Exception {
        HttpResponse<String> answer = relay.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/explain"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"integration\":\"arms-shared\",\"severity\":\"Critical\","
                        + "\"labels\":{\"team\":\"platform\"}}"))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).at("/alerts/0/channels").toString();
    }

    private List<String> rulesOf(String channel) {
        return new Topics(SharedBroker.bootstrapServers())
                .read(names.channel(channel)).stream()
                        .map(record -> Topics.header(record, "rules").orElseThrow())
                        .toList();
    }

    private static List<String> versions(RelayClient relay) {
        return relay.health().path("cluster").findValuesAsText("config");
    }
}
