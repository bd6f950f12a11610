package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Test button of the ARMS console sends. */
class ConsoleTestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$alertmanager_content",
                " $alertmanager_content\r\n",
                "\uFEFF$alertmanager_content",
                "\uFEFF \"$alertmanager_content\" ",
                "'$alertmanager_content'",
                "\" $alertmanager_content \""
            })
    void thePlaceholderIsTheTest(String body) {
        assertThat(isTest(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\"\"",
                "alertmanager_content",
                "$alertmanager_contents",
                "$content",
                "$ALERTMANAGER_CONTENT",
                "\"$alertmanager_content",
                "{\"a\":\"$alertmanager_content\"}",
                "$alertmanager_content $alertmanager_content"
            })
    void anyOtherBodyIsNotTheTest(String body) {
        assertThat(isTest(body)).isFalse();
    }

    @Test
    void anAlertThatMentionsThePlaceholderIsNotTheTest() {
        assertThat(isTest(
                        ContractBodies.withAlerts(ContractBodies.ALERT.replace("\"A\"", "\"$alertmanager_content\""))))
                .isFalse();
    }

    private static boolean isTest(String body) {
        return WebhookReader.isConsoleTest(body.getBytes(StandardCharsets.UTF_8));
    }
}
