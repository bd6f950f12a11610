package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityWordsTest {

    @ParameterizedTest
    @CsvSource({
        "P1,CRITICAL",
        "critical,CRITICAL",
        "P2,WARNING",
        "error,WARNING",
        "P3,WARNING",
        "warning,WARNING",
        "warn,WARNING",
        "P4,INFO",
        "page,INFO",
        "info,INFO"
    })
    void theTableOfTheContractHoldsInAnyCaseAndWithSpaceAround(String word, Severity expected) {
        assertThat(severity(word)).contains(expected);
        assertThat(severity(word.toLowerCase(Locale.ROOT))).contains(expected);
        assertThat(severity(word.toUpperCase(Locale.ROOT))).contains(expected);
        assertThat(severity(" \t" + word + "\n")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Default", "P5", "P6", "P0", "1", "criticall", "严重", ""})
    void anythingElseStatesNoSeverity(String word) {
        assertThat(severity(word)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // own severity, common severity, own level, expected
        "warning, critical, P1, WARNING",
        "'', critical, P4, CRITICAL",
        "'', '', ERROR, WARNING",
        "' ', ' ', P1, CRITICAL",
        "P4, '', ERROR, INFO",
    })
    void severityWinsOverTheGroupsAndTheGroupsOverTheLevel(String own, String common, String level, Severity expected) {
        assertThat(stated(Map.of("severity", own, "_aliyun_arms_alert_level", level), Map.of("severity", common)))
                .contains(expected);
    }

    @Test
    void aWordThatIsNotInTheTableIsNotOverruledByTheLevel() {
        assertThat(stated(Map.of("severity", "Default", "_aliyun_arms_alert_level", "P1"), Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAlertThatStatesNoneHasTheDefaultAndKeepsTheRawValue(Severity defaultSeverity)
            throws UnreadableWebhookException {
        byte[] body =
                ContractBodies.withAlerts("{\"labels\":{\"severity\":\"P6\"}}").getBytes(StandardCharsets.UTF_8);

        var alert = new WebhookReader("i", SeverityWords.standard(defaultSeverity))
                .read(Sender.ARMS, body)
                .alerts()
                .get(0);

        assertThat(alert.severity()).isEqualTo(defaultSeverity);
        assertThat(alert.labels()).containsEntry("severity", "P6");
    }

    private static Optional<Severity> stated(Map<String, String> labels, Map<String, String> common) {
        return SeverityWords.standard(Severity.WARNING)
                .read(Sender.ARMS, labels, common)
                .map(StatedSeverity::severity);
    }

    private static Optional<Severity> severity(String word) {
        return stated(Map.of("severity", word), Map.of());
    }
}
