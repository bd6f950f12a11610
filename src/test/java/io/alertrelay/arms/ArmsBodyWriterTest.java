package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArmsBodyWriterTest {

    private final ArmsBodyWriter writer = new ArmsBodyWriter();

    @Test
    void theBytesOfABodyAreFixed() throws UnreadableWebhookException {
        Webhook webhook = ContractBodies.read(ContractBodies.resource("arms-mixed.json"));

        String body = new String(writer.write(webhook.alerts().get(1), webhook.common()), StandardCharsets.UTF_8);

        assertThat(body)
                .isEqualTo("{\"status\":\"resolved\",\"receiver\":\"relay-oncall\","
                        + "\"externalURL\":\"https://arms.example.test/alert/7001\","
                        + "\"groupLabels\":{\"alertname\":\"订单延迟过高\"},"
                        + "\"commonLabels\":{\"_aliyun_arms_alert_level\":\"P1\",\"alertname\":\"订单延迟过高\","
                        + "\"clustername\":\"prod-hangzhou\",\"severity\":\"critical\"},"
                        + "\"commonAnnotations\":{\"runbook\":\"https://wiki.example.test/orders\"},"
                        + "\"alerts\":[{\"status\":\"resolved\","
                        + "\"labels\":{\"_aliyun_arms_alert_level\":\"P1\",\"alertname\":\"订单延迟过高\","
                        + "\"clustername\":\"prod-hangzhou\",\"pod_name\":\"orders-5d9c-q8wzv\",\"severity\":\"critical\"},"
                        + "\"annotations\":{\"message\":\"recovered 😀\"},"
                        + "\"startsAt\":\"2026-03-04T05:00:00.000000000Z\",\"endsAt\":\"2026-03-04T05:05:00.000000000Z\","
                        + "\"fingerprint\":\"f0e1d2c3b4a5968778695a4b3c2d1e0f\"}]}");
    }

    @Test
    void anAlertThatNoRecordCouldKeepInThisFormatIsRefused() throws UnreadableWebhookException {
        Webhook webhook = ContractBodies.read(ContractBodies.resource("arms-mixed.json"));
        byte[] body = writer.write(webhook.alerts().get(1), webhook.common());
        int size = JsonStringEncoder.getInstance().quoteAsUTF8(new String(body, StandardCharsets.UTF_8)).length;

        assertThat(new ArmsBodyWriter(size).write(webhook.alerts().get(1), webhook.common()))
                .isEqualTo(body);
        assertThatThrownBy(() ->
                        new ArmsBodyWriter(size - 1).write(webhook.alerts().get(1), webhook.common()))
                .isInstanceOf(ArmsBodyWriter.TooLargeException.class)
                .hasMessage("it takes %d bytes in the format of ARMS, and at most %d can be kept", size, size - 1);
    }

    @Test
    void everyAlertIsReadBackAsItWasButForALinkThatTheFormatDoesNotHave() throws UnreadableWebhookException {
        for (String body : List.of("arms-mixed.json", "alertmanager-v4.json")) {
            Webhook webhook = ContractBodies.read(ContractBodies.resource(body));
            for (Alert alert : webhook.alerts()) {
                Webhook again = ContractBodies.read(writer.write(alert, webhook.common()));

                assertThat(again.alerts())
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("links.generatorUrl")
                        .containsExactly(alert);
                assertThat(again.alerts().get(0).links().externalUrl())
                        .isEqualTo(alert.links().externalUrl());
                assertThat(again.common().labels()).isEqualTo(webhook.common().labels());
            }
        }
    }

    @Test
    void whoReadsItByTheWordsOfArmsSeesTheSeverityThatTheRelaySees() throws UnreadableWebhookException {
        assertThat(there(Sender.PROMETHEUS, "{\"severity\":\"page\"}", Severity.WARNING, Map.of()))
                .isEqualTo(Severity.CRITICAL);
        assertThat(there(Sender.PROMETHEUS, "{\"level\":\"critical\"}", Severity.WARNING, Map.of()))
                .isEqualTo(Severity.CRITICAL);
        assertThat(there(
                        Sender.ARMS,
                        "{\"severity\":\"Fatal\"}",
                        Severity.WARNING,
                        Map.of("fatal", StatedSeverity.CRITICAL)))
                .isEqualTo(Severity.CRITICAL);
        assertThat(there(Sender.ARMS, "{\"team\":\"a\"}", Severity.INFO, Map.of()))
                .isEqualTo(Severity.INFO);
    }

    /** What is made of the bytes where only the standard words are known; firing and recovery have the same labels. */
    private Severity there(Sender sender, String labels, Severity otherwise, Map<String, StatedSeverity> own)
            throws UnreadableWebhookException {
        WebhookReader here = new WebhookReader("arms-prod", new SeverityWords(otherwise, own));
        List<Alert> read = new ArrayList<>();
        for (String status : List.of("firing", "resolved")) {
            String body =
                    "{\"alerts\":[{\"status\":\"%s\",\"fingerprint\":\"f\",\"labels\":%s}]}".formatted(status, labels);
            Webhook webhook = here.read(sender, body.getBytes(StandardCharsets.UTF_8));
            read.addAll(ContractBodies.read(writer.write(webhook.alerts().get(0), webhook.common()))
                    .alerts());
        }
        assertThat(read.get(1).labels()).isEqualTo(read.get(0).labels());
        return read.get(0).severity();
    }

    @Test
    void whatWasAbsentStaysAbsent() throws UnreadableWebhookException {
        Webhook webhook = ContractBodies.read(ContractBodies.withAlerts("{\"labels\":{\"a\":\"b\"}}"));

        assertThat(new String(writer.write(webhook.alerts().get(0), webhook.common()), StandardCharsets.UTF_8))
                .doesNotContain("startsAt", "endsAt", "fingerprint", "receiver", "externalURL", "null");
    }

    @Test
    void textThatUtf8CannotWriteDoesNotStopTheBody() throws UnreadableWebhookException {
        Alert alert = new Alert(
                "i:k",
                AlertStatus.FIRING,
                Severity.WARNING,
                Map.of("l\udc00", "v\ud800\0"),
                Map.of(),
                Optional.of("\ud800"),
                Optional.empty(),
                Optional.empty());
        CommonFields common = new CommonFields(Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());

        assertThat(ContractBodies.read(writer.write(alert, common))
                        .alerts()
                        .get(0)
                        .labels())
                .containsExactly(Map.entry("l\uFFFD", "v\uFFFD\0"));
    }
}
