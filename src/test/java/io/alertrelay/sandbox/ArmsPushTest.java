package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.KEY;
import static io.alertrelay.sandbox.RunningSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The push URL of a channel that takes the ARMS body shape. */
class ArmsPushTest {
    private static final String BODY = """
            {"status":"firing","receiver":"ops","groupLabels":{"alertname":"磁盘将满"},"alerts":[
              {"status":"firing","labels":{"alertname":"磁盘将满","severity":"P2"},"annotations":{"message":"91%"},
               "startsAt":"2026-05-01T10:00:00.000000000Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f1"},
              {"status":"resolved","labels":{"alertname":"磁盘将满","node":"n2"},"fingerprint":"f2"}]}
            """;

    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    @Test
    void aBodyWithMixedStatesCountsForEachOfItsAlerts() throws Exception {
        HttpResponse<String> response =
                running.post(running.sandbox().armsPushUrl(KEY), "text/plain; charset=UTF-8", BODY);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).has("data")).isTrue();
        assertThat(running.sandbox().alerts(KEY).get("f1").states()).containsExactly("firing");
        assertThat(running.sandbox().alerts(KEY).get("f2").recoveriesWithoutFiring())
                .isEqualTo(1);
        assertThat(running.sandbox().received(KEY).get(0).events())
                .extracting(PushedEvent::title)
                .containsOnly("磁盘将满");
    }

    @Test
    void withoutFingerprintTheLabelSetTellsTheAlert() {
        PushedBody firing = read("{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}]}");
        PushedBody resolved = read("{\"alerts\":[{\"status\":\"resolved\",\"labels\":{\"b\":\"2\",\"a\":\"1\"}}]}");
        PushedBody other = read("{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":\"2\",\"b\":\"1\"}}]}");

        assertThat(alertKey(firing)).isEqualTo(alertKey(resolved)).isNotEqualTo(alertKey(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|alerts: found nothing",
                "[]|alerts: found nothing",
                "{\"alerts\":[]}|alerts: found an empty array",
                "{\"alerts\":[7]}|alerts[0]: found a number",
                "{\"alerts\":[{}]}|alerts[0].status: found nothing",
                "{\"alerts\":[{\"status\":\"firing\"},{\"status\":\"Ok\"}]}|alerts[1].status: found \"Ok\"",
                "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":1}}]}|alerts[0].labels.a: found a number",
                "{\"alerts\":[{\"status\":\"firing\",\"labels\":\"x\"}]}|alerts[0].labels: found a string",
                "{\"alerts\":[{\"status\":\"firing\",\"annotations\":{\"m\":null}}]}|alerts[0].annotations.m: found null",
                "{\"alerts\":[{\"status\":\"firing\",\"fingerprint\":1}]}|alerts[0].fingerprint: found a number",
                "$alertmanager_content|the body is not JSON"
            })
    void aBodyOfAnotherShapeIsRefused(String body, String problem) {
        assertThat(read(body).problem())
                .hasValueSatisfying(found -> assertThat(found).startsWith(problem));
    }

    private static PushedBody read(String body) {
        return Endpoint.ARMS.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String alertKey(PushedBody reading) {
        return reading.events().get(0).alertKey().orElseThrow();
    }
}
