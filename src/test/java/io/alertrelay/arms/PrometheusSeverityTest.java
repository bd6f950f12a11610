package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Prometheus says is severe is read as Flashduty's own Prometheus integration reads it. */
class PrometheusSeverityTest {
    private static final SeverityWords STANDARD = SeverityWords.standard(Severity.WARNING);

    @ParameterizedTest
    @CsvSource({
        "critical, CRITICAL",
        "page, CRITICAL",
        "warning, WARNING",
        "warn, WARNING",
        "info, INFO",
        "acknowledged, INFO",
        "unknown, INFO",
        "unk, INFO",
        "P1, WARNING",
        "fatal, WARNING",
        "'', WARNING"
    })
    void theTableHoldsForEachOfTheLabelsInAnyCase(String word, Severity expected) throws Exception {
        for (String label : new String[] {"severity", "priority", "level"}) {
            assertThat(read(STANDARD, Map.of(label, word)).severity()).isEqualTo(expected);
            assertThat(read(STANDARD, Map.of(label, " " + word.toUpperCase(Locale.ROOT)))
                            .severity())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "info, critical, critical, INFO",
        "'', critical, info, CRITICAL",
        "' ', '', critical, CRITICAL",
        "odd, critical, critical, WARNING",
        "'', '', '', WARNING"
    })
    void theFirstLabelThatSaysAnythingCounts(String severity, String priority, String level, Severity expected)
            throws Exception {
        assertThat(read(STANDARD, Map.of("severity", severity, "priority", priority, "level", level))
                        .severity())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ARMS, '\"groupKey\":\"{}\",', a, PROMETHEUS",
        "PROMETHEUS, '\"groupKey\":\"{}\",', a, ''",
        "PROMETHEUS, '', _aliyun_arms_userid, ARMS",
        "ARMS, '', _aliyun_arms_userid, ''",
        "ARMS, '', a, ''",
        "PROMETHEUS, '', a, ''",
        "ARMS, '\"groupKey\":\"{}\",', _aliyun_arms_userid, ''",
        "PROMETHEUS, '\"groupKey\":\"{}\",', _aliyun_arms_userid, ''",
    })
    void aBodyThatIsPlainlyOfTheOtherSenderIsKnown(Sender path, String key, String label, String other)
            throws Exception {
        String body = "{" + key + "\"status\":\"firing\",\"commonLabels\":{\"" + label + "\":\"1\"},\"alerts\":["
                + ContractBodies.ALERT + "]}";

        assertThat(new WebhookReader("arms-prod", STANDARD)
                        .open(path, body.getBytes(StandardCharsets.UTF_8))
                        .otherMaker()
                        .map(Sender::name)
                        .orElse(""))
                .isEqualTo(other);
    }

    @Test
    void okEndsAnAlert() throws Exception {
        assertThat(read(STANDARD, Map.of("severity", "ok")).status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(read(STANDARD, Map.of("severity", "info")).status()).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void pageStaysTheLowestLevelOfArmsAndItsOtherLabelsSayNothing() throws Exception {
        assertThat(read(Sender.ARMS, STANDARD, Map.of("severity", "page")).severity())
                .isEqualTo(Severity.INFO);
        assertThat(read(Sender.ARMS, STANDARD, Map.of("priority", "critical")).severity())
                .isEqualTo(Severity.WARNING);
        assertThat(read(Sender.ARMS, STANDARD, Map.of("severity", "ok")).status())
                .isEqualTo(AlertStatus.FIRING);
        assertThat(read(STANDARD, Map.of("_aliyun_arms_alert_level", "P1")).severity())
                .isEqualTo(Severity.WARNING);
    }

    @Test
    void theIntegrationsWordsComeFirstOnBothPathsInAnyCase() throws Exception {
        SeverityWords own = new SeverityWords(
                Severity.INFO,
                Map.of(
                        "Fatal",
                        StatedSeverity.CRITICAL,
                        "严重",
                        StatedSeverity.CRITICAL,
                        "page",
                        StatedSeverity.WARNING));

        for (Sender sender : Sender.values()) {
            assertThat(read(sender, own, Map.of("severity", "FATAL")).severity())
                    .isEqualTo(Severity.CRITICAL);
            assertThat(read(sender, own, Map.of("severity", " 严重")).severity()).isEqualTo(Severity.CRITICAL);
            assertThat(read(sender, own, Map.of("severity", "page")).severity()).isEqualTo(Severity.WARNING);
            assertThat(read(sender, own, Map.of("severity", "odd")).severity()).isEqualTo(Severity.INFO);
        }
    }

    @Test
    void sendersAreNamedAsTheirPathsAre() {
        assertThat(Arrays.stream(Sender.values()).map(Sender::word)).containsExactly("aliyun-arms", "prometheus");
        assertThat(Sender.ofWord("prometheus")).isEqualTo(Sender.PROMETHEUS);
        assertThat(Sender.ofWord("")).isEqualTo(Sender.ARMS);
    }

    private static Alert read(SeverityWords words, Map<String, String> labels) throws UnreadableWebhookException {
        return read(Sender.PROMETHEUS, words, labels);
    }

    private static Alert read(Sender sender, SeverityWords words, Map<String, String> labels)
            throws UnreadableWebhookException {
        StringBuilder json = new StringBuilder("\"alertname\":\"A\"");
        labels.forEach((name, value) ->
                json.append(",\"").append(name).append("\":\"").append(value).append('"'));
        String body = "{\"alerts\":[{\"status\":\"firing\",\"labels\":{" + json + "}}]}";
        return new WebhookReader("am", words)
                .read(sender, body.getBytes(StandardCharsets.UTF_8))
                .alerts()
                .get(0);
    }
}
