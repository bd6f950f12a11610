package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetReaderTest {
    private static final PresetReader FIRING = new PresetReader(Optional.of(AlertStatus.FIRING));
    private static final PresetReader UNTOLD = new PresetReader(Optional.empty());

    @Test
    void whatTheTemplateFillsFromLabelsBecomesThoseLabels() throws Exception {
        Alert alert = read(FIRING, """
                {
                  "Alert name": "Too many restarts",
                  "Cluster name": "test-cluster",
                  "Notification policy": "night shift",
                  "Alert triggered at": "2026-11-22 10:13:00",
                  "Alert content": "Pod a-1 restarted \\"7\\" times.\\nLook at it."
                }""");

        assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(alert.labels()).isEqualTo(Map.of("alertname", "Too many restarts", "clustername", "test-cluster"));
        assertThat(alert.annotations())
                .containsEntry("message", "Pod a-1 restarted \"7\" times.\nLook at it.")
                .containsEntry("notification_policy", "night shift")
                .containsEntry("triggered_at", "2026-11-22 10:13:00");
        assertThat(alert.startsAt()).isEmpty();
    }

    @Test
    void whatIsNoJsonBecauseARMSDoesNotEscapeIsReadToo() throws Exception {
        Alert alert = read(FIRING, """
                {
                  "Alert name":"接口"慢"
                ", "Cluster name":"test-cluster\s
                ", "Application name":"shop ",
                  "Notification Policy":"p",
                  "Alert triggered at":"2026-11-22 10:13:00",
                  "Alert content":" value is "12, over {{$labels.limit}}"
                see C:\\Temp "
                }
                """);

        assertThat(alert.labels())
                .isEqualTo(Map.of(
                        "alertname",
                        "接口\"慢\"",
                        "clustername",
                        "test-cluster",
                        "_aliyun_arms_involvedObject_name",
                        "shop"));
        assertThat(alert.annotations().get("message"))
                .isEqualTo("value is \"12, over {{$labels.limit}}\"\nsee C:\\Temp");
    }

    /** It would not end if it tried each blank as the beginning of the end. */
    @Test
    void aLongRunOfBlanksWithinAValueIsReadInOneGo() throws Exception {
        String gap = " ".repeat(1_000_000);

        Alert alert = read(FIRING, "{\"Alert name\":\"a" + gap + "b\" ,\n , \"Alert content\":\"c" + gap + "d\", } \n");

        assertThat(alert.labels().get("alertname")).startsWith("a ").doesNotContain(",");
        assertThat(alert.annotations().get("message")).startsWith("c ").doesNotContain("}", ",");
    }

    @Test
    void chineseNamesAreTheSameFields() throws Exception {
        Alert alert = read(UNTOLD, """
                {"告警名称":"磁盘满","集群名称":"c1","告警时间":"2026-11-22 10:13:00","告警恢复时间":"2026-11-22 10:20:00","告警内容":"好了"}""");

        assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(alert.labels()).isEqualTo(Map.of("alertname", "磁盘满", "clustername", "c1"));
        assertThat(alert.annotations()).containsEntry("message", "好了");
    }

    @Test
    void noSeverityIsInventedAndTheNotesSaySo() throws Exception {
        PresetReader.Conversion reading = FIRING.read(bytes("{\"Alert name\":\"a\"}"));

        assertThat(new String(reading.body(), StandardCharsets.UTF_8)).doesNotContain("severity");
        assertThat(reading.notes()).anyMatch(note -> note.contains("states no severity"));
        assertThat(new WebhookReader("arms", SeverityWords.standard(Severity.INFO))
                        .read(Sender.ARMS, reading.body())
                        .alerts()
                        .get(0)
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void theStatusIsNotInventedEither() {
        assertThatThrownBy(() -> UNTOLD.read(bytes("{\"Alert name\":\"a\",\"Alert triggered at\":\"now\"}")))
                .isInstanceOf(UnreadableWebhookException.class)
                .hasMessageContaining("status is missing")
                .hasMessageContaining("found Alert name, Alert triggered at");
        assertThatThrownBy(() -> FIRING.read(bytes("{\"Alert name\":\"a\",\"Alert resolved at\":\"now\"}")))
                .hasMessageContaining("found Alert resolved at, which only a recovery has");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | found no field of ARMS' preset template",
                "{\"Cluster name\":\"c\",\"Alert content\":\"x\"} | found Cluster name, Alert content only",
                "{\"Alert name\":\"  \",\"Cluster name\":\"c\"} | found Cluster name only",
                "{\"Alert name\":\"{{ .commonLabels.alertname }}\"} | Alert name: expected a name, found a part of the template",
                "{\"Alert name\":\"a\",\"alert NAME\":\"b\"} | Alert name: expected once, found more than once"
            })
    void whatCanNotBeReadSaysWhatWasFound(String body, String message) {
        assertThatThrownBy(() -> FIRING.read(bytes(body)))
                .isInstanceOf(UnreadableWebhookException.class)
                .hasMessageContaining(message);
    }

    private static Alert read(PresetReader reader, String body) throws UnreadableWebhookException {
        return new WebhookReader("arms", SeverityWords.standard(Severity.WARNING))
                .read(Sender.ARMS, reader.read(bytes(body)).body())
                .alerts()
                .get(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
