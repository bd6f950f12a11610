package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertLinks;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    @Test
    void aStartsAtLongerThanAnyTimeIsCutBecauseItIsKeptWithEachEvent() throws UnreadableWebhookException {
        String body = """
                {"alerts": [{"status": "firing", "labels": {"alertname": "a"}, "startsAt": "%s"}]}""";

        Alert alert = ContractBodies.read(body.formatted("2".repeat(1_000_000)))
                .alerts()
                .get(0);

        assertThat(alert.startsAt())
                .hasValueSatisfying(at -> assertThat(at.length()).isEqualTo(2_048));
    }

    @Nested
    class AnArmsBody {

        private final Webhook webhook;

        AnArmsBody() throws UnreadableWebhookException {
            webhook = ContractBodies.read(ContractBodies.resource("arms-mixed.json"));
        }

        @Test
        void keepsEveryValueOfAnAlertAsReceived() {
            Alert firing = webhook.alerts().get(0);

            assertThat(firing)
                    .isEqualTo(new Alert(
                            "arms-prod:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                            AlertStatus.FIRING,
                            Severity.CRITICAL,
                            Map.of(
                                    "alertname", "订单延迟过高",
                                    "severity", "critical",
                                    "clustername", "prod-hangzhou",
                                    "pod_name", "orders-5d9c-x2x7k",
                                    "_aliyun_arms_alert_level", "P1",
                                    "_aliyun_arms_userid", "2000000000000007"),
                            Map.of(
                                    "message",
                                    "Pod: {{$labels.pod_name}} p99 ${value}\n\"慢\" \\ 1.2s",
                                    "_aliyun_arms_alert_value",
                                    "1.2"),
                            Optional.of("2026-03-04T05:06:07.123456789Z"),
                            Optional.of("2026-03-04T05:16:07.123456789Z"),
                            Optional.of("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
                            new AlertLinks(Optional.empty(), Optional.of("https://arms.example.test/alert/7001"))));
        }

        @Test
        void canMixFiringAndResolvedAlertsInTheOrderOfTheBody() {
            assertThat(webhook.alerts())
                    .extracting(Alert::status)
                    .containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
        }

        @Test
        void givesARecoveryTheSeverityOfItsLabels() {
            assertThat(webhook.alerts().get(1).severity()).isEqualTo(Severity.CRITICAL);
        }

        @Test
        void saysWhatItsAlertsHaveInCommon() {
            assertThat(webhook.common().groupLabels()).isEqualTo(Map.of("alertname", "订单延迟过高"));
            assertThat(webhook.common().labels()).containsEntry("clustername", "prod-hangzhou");
            assertThat(webhook.common().annotations()).containsKey("runbook");
            assertThat(webhook.common().externalUrl()).contains("https://arms.example.test/alert/7001");
            assertThat(webhook.common().receiver()).contains("relay-oncall");
        }
    }

    @Test
    void anAlertmanagerBodyIsReadAndItsOtherFieldsIgnored() throws UnreadableWebhookException {
        Alert alert = ContractBodies.read(ContractBodies.resource("alertmanager-v4.json"))
                .alerts()
                .get(0);

        assertThat(alert.key()).isEqualTo("arms-prod:a1b2c3d4e5f60718");
        assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(alert.annotations()).containsEntry("summary", "disk is full");
        assertThat(alert.links())
                .isEqualTo(new AlertLinks(
                        Optional.of("http://prometheus.example.test/graph?g0.expr=disk"),
                        Optional.of("http://alertmanager.example.test:9093")));
    }

    @Test
    void noAlertIsRefusedForItsLink() throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts(
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"generatorURL\":\"x\",\"generatorURL\":\"y\"}"));

        assertThat(alert.links().generatorUrl()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"firing,2001-01-01T00:00:00Z,FIRING", "resolved,0001-01-01T00:00:00Z,RESOLVED"})
    void onlyStatusTellsTheStateWhateverEndsAtSays(String status, String endsAt, AlertStatus expected)
            throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts(
                "{\"status\":\"%s\",\"labels\":{\"a\":\"b\"},\"endsAt\":\"%s\"}".formatted(status, endsAt)));

        assertThat(alert.status()).isEqualTo(expected);
        assertThat(alert.endsAt()).contains(endsAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"status\":null,", "\"status\":\"\",", "\"status\":\"  \","})
    void anAlertWithoutStatusHasThatOfItsGroup(String status) throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(
                "{\"status\":\"resolved\",\"alerts\":[{" + status + "\"labels\":{\"alertname\":\"A\"}}]}");

        assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @Test
    void theStatusOfTheAlertWinsOverThatOfItsGroup() throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(
                "{\"status\":\"firing\",\"alerts\":[{\"status\":\" RESOLVED \",\"labels\":{\"alertname\":\"A\"}}]}");

        assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"x\"            | x",
                "1.50             | 1.50",
                "-0               | -0",
                "1e5              | 1e5",
                "12345678901234567890.123456789012345678901 | 12345678901234567890.123456789012345678901",
                "true             | true",
                "false            | false",
                "{ \"a\" : [1.50, \"q\\\"\", null, {}] } | {\"a\":[1.50,\"q\\\"\",null,{}]}",
                "[]               | []",
                "\"\\ud83d\\ude00\" | 😀",
                "\"x\\ud800y\"    | x\uFFFDy",
            })
    void aLabelValueThatIsNoTextBecomesItsJsonAsWritten(String json, String expected)
            throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts("{\"labels\":{\"l\":" + json + "}}"));

        assertThat(alert.labels()).containsExactly(Map.entry("l", expected));
    }

    @Test
    void aNulCharacterSurvivesInALabel() throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts("{\"labels\":{\"l\":\"a\\u0000b\"}}"));

        assertThat(alert.labels()).containsEntry("l", "a\0b");
    }

    @Test
    void nullIsTheSameAsAbsentEverywhere() throws UnreadableWebhookException {
        Webhook webhook = ContractBodies.read("""
                {"status":"firing","receiver":null,"externalURL":null,"groupLabels":null,"commonLabels":null,
                 "commonAnnotations":null,"alerts":[null,{"labels":{"a":null,"b":"c"},"annotations":null,
                 "startsAt":null,"endsAt":null,"fingerprint":null}]}""");

        assertThat(webhook.alerts()).hasSize(1);
        assertThat(webhook.alerts().get(0).labels()).containsExactly(Map.entry("b", "c"));
        assertThat(webhook.alerts().get(0).startsAt()).isEmpty();
        assertThat(webhook.common().receiver()).isEmpty();
    }

    @Test
    void ofALabelThatOccursTwiceTheLastOneCounts() throws UnreadableWebhookException {
        Alert alert =
                ContractBodies.readOne(ContractBodies.withAlerts("{\"labels\":{\"l\":\"first\",\"l\":\"last\"}}"));

        assertThat(alert.labels()).containsExactly(Map.entry("l", "last"));
    }

    @Test
    void anAlertWithoutLabelsAndAnnotationsHasThoseOfItsGroup() throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne("""
                {"status":"firing","commonLabels":{"alertname":"A","severity":"P1"},
                 "commonAnnotations":{"message":"m"},"alerts":[{"labels":{}}]}""");

        assertThat(alert.labels()).containsEntry("alertname", "A");
        assertThat(alert.annotations()).containsEntry("message", "m");
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void anAlertWithLabelsTakesNoneFromItsGroupButASeverityThatItLacks() throws UnreadableWebhookException {
        Alert alert = ContractBodies.readOne("""
                {"status":"firing","commonLabels":{"other":"x","severity":"Default"},
                 "alerts":[{"labels":{"alertname":"A"}}]}""");

        assertThat(alert.labels()).isEqualTo(Map.of("alertname", "A", "severity", "Default"));
        assertThat(alert.key())
                .isEqualTo(ContractBodies.readOne(ContractBodies.withAlerts("{\"labels\":{\"alertname\":\"A\"}}"))
                        .key());
    }

    @Test
    void aByteOrderMarkIsTolerated() throws UnreadableWebhookException {
        assertThat(ContractBodies.read("\uFEFF" + ContractBodies.withAlerts(ContractBodies.ALERT))
                        .alerts())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "名", "01234567890123456789012345678901234567890123456789012345678901234"})
    void anIntegrationWhoseNameCannotBePartOfAKeyIsRefused(String name) {
        assertThatThrownBy(() -> new WebhookReader(name, SeverityWords.standard(Severity.WARNING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("integration");
    }
}
