package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever an alert says, its event is one that Flashduty's push API takes. */
class EventPropertyTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RepeatedTest(300)
    void everyAlertMakesAnEventWithinTheLimits(RepetitionInfo repetition) throws IOException {
        long seed = repetition.getCurrentRepetition();
        Alert alert = alert(new Random(seed));

        byte[] bytes = Alerts.standard(alert).bytes();

        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        JsonNode event = JSON.readTree(text);
        assertThat(event.path("alert_key").asText()).as("seed %d", seed).isEqualTo("arms:1234");
        assertThat(event.path("event_status").asText()).as("seed %d", seed).isIn("Critical", "Warning", "Info", "Ok");
        String title = event.path("title_rule").asText();
        assertThat(title)
                .as("seed %d", seed)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(512)
                .doesNotStartWithIgnoringCase("[TPL]")
                .doesNotStartWith("$")
                .doesNotContainPattern("(?s)::.*\\$|\\$.*::")
                .doesNotContainPattern("\\p{Cntrl}");
        assertThat(event.path("description").asText())
                .as("seed %d", seed)
                .hasSizeLessThanOrEqualTo(2048)
                .doesNotStartWithIgnoringCase("[MD]")
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]");
        assertThat(event.path("labels").size()).as("seed %d", seed).isLessThanOrEqualTo(50);
        event.path("labels").properties().forEach(label -> {
            assertThat(label.getKey()).as("seed %d", seed).matches("[a-zA-Z_][a-zA-Z0-9_]{0,127}");
            assertThat(label.getValue().asText())
                    .as("seed %d", seed)
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(2048)
                    .doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]");
        });
    }

    @RepeatedTest(100)
    void noLabelIsLostWhileThereIsRoom(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        Map<String, String> labels = new HashMap<>();
        for (int i = random.nextInt(51); i > 0; i--) {
            labels.put(RandomText.of(random, 3), "v" + i);
        }

        assertThat(Alerts.standard(Alerts.firing(labels, Map.of())).labels().values())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(labels.values());
    }

    @RepeatedTest(100)
    void theSameAlertMakesTheSameBytes(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Alert alert = alert(new Random(seed));
        Alert same = Alerts.alert(
                alert.status(),
                alert.severity(),
                new LinkedHashMap<>(alert.labels()),
                new HashMap<>(alert.annotations()));

        assertThat(Alerts.standard(same).bytes())
                .as("seed %d", seed)
                .isEqualTo(Alerts.standard(alert).bytes());
    }

    private static Alert alert(Random random) {
        Map<String, String> labels = texts(random, 80);
        labels.put("alertname", RandomText.of(random, random.nextBoolean() ? 3 : 900));
        Map<String, String> annotations = texts(random, 5);
        annotations.put("summary", RandomText.of(random, 3));
        annotations.put("message", RandomText.of(random, random.nextBoolean() ? 3 : 4000));
        return Alerts.alert(
                AlertStatus.values()[random.nextInt(2)], Severity.values()[random.nextInt(3)], labels, annotations);
    }

    private static Map<String, String> texts(Random random, int most) {
        Map<String, String> texts = new HashMap<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            texts.put(
                    RandomText.of(random, random.nextInt(20) == 0 ? 300 : 4),
                    RandomText.of(random, random.nextInt(20) == 0 ? 4000 : 10));
        }
        return texts;
    }
}
