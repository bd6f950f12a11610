package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertSelectionTest {
    private final WebhookReader reader = new WebhookReader("arms", SeverityWords.standard(Severity.WARNING));

    @Test
    void theOtherAlertsAreWhatTheReaderMakesOfTheWholeBody() throws Exception {
        byte[] body = """
                {"status":"firing","commonLabels":{"severity":"critical","x":"\\u4e2d\\n\\"q\\""},"alerts":[
                  {"labels":{"alertname":"a","n":1.50}}, null,
                  {"labels":{"alertname":"b"}},
                  {"status":"resolved","labels":{"alertname":"c"}}, 17]}""".getBytes(StandardCharsets.UTF_8);
        List<Alert> all = reader.read(Sender.ARMS, body).alerts();

        Webhook some = reader.read(Sender.ARMS, AlertSelection.without(body, Set.of(1)));

        assertThat(some.alerts()).containsExactly(all.get(0), all.get(2));
        assertThat(some.setAside()).as("what can't be read is not left out").hasSize(1);
        assertThat(some.common()).isEqualTo(reader.read(Sender.ARMS, body).common());
    }

    @Test
    void whatTheBodyStatesTwiceItStillDoes() throws Exception {
        byte[] body = """
                {"status":"firing","status":"resolved","alerts":[
                  {"status":"firing","labels":{"alertname":"a"}}, {"labels":{"alertname":"b"}},
                  {"status":"firing","labels":{"alertname":"c"}}]}""".getBytes(StandardCharsets.UTF_8);

        Webhook some = reader.read(Sender.ARMS, AlertSelection.without(body, Set.of(0)));

        assertThat(some.alerts()).hasSize(1);
        assertThat(some.setAside())
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).hasMessageStartingWith("status: expected once"));
    }

    @Test
    void whatHasNoAlertsIsSaid() {
        assertThatThrownBy(() -> AlertSelection.without("[]".getBytes(StandardCharsets.UTF_8), Set.of(0)))
                .hasMessageContaining("alerts: expected an array of alerts");
    }
}
