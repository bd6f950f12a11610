package io.alertrelay.arms;

import static io.alertrelay.arms.UnreadableWebhookException.Cause.CONSOLE_TEST;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.NOT_AN_ALERT_BODY;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.NOT_JSON;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.NOT_UTF8;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.PRESET_TEMPLATE;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.REPEATED_FIELD;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.TOO_DEEP;
import static io.alertrelay.arms.UnreadableWebhookException.Cause.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a body can be unreadable: the cause, where it is, and never what the body says. */
class UnreadableWebhookTest {

    static Stream<Arguments> bodies() {
        String alert = ContractBodies.ALERT;
        return Stream.of(
                arguments("", NOT_JSON, "it is empty"),
                arguments(" \n ", NOT_JSON, "it is empty"),
                arguments("SECRET", NOT_JSON, "line 1, column"),
                arguments("{\n \"alerts\": SECRET }", NOT_JSON, "line 2, column"),
                arguments("{\"alerts\":[" + alert, NOT_JSON, "truncated, it ends before the JSON is complete"),
                arguments("{\n \"alerts\": [\n  {\"a\": 1,\n", NOT_JSON, "within what began at line 3, column 3"),
                arguments(ContractBodies.withAlerts(alert) + "SECRET", NOT_JSON, "line 1, column"),
                arguments(
                        ContractBodies.withAlerts(alert) + "\n {}", NOT_JSON, "something follows the end of the JSON"),
                arguments("{'alerts':[]}", NOT_JSON, "line 1, column 2"),
                arguments("{\"alerts\":[" + alert + ",]}", NOT_JSON, "line 1, column"),
                arguments("{\"a\":NaN}", NOT_JSON, "line 1, column"),
                arguments("null", NOT_AN_ALERT_BODY, "The body: expected an object, found null"),
                arguments("[" + alert + "]", NOT_AN_ALERT_BODY, "The body: expected an object, found an array"),
                arguments("\"SECRET\"", NOT_AN_ALERT_BODY, "The body: expected an object, found a string"),
                arguments("{}", NOT_AN_ALERT_BODY, "alerts: expected an array of alerts, found none"),
                arguments("{\"msgtype\":\"SECRET\"}", NOT_AN_ALERT_BODY, "alerts: expected an array"),
                arguments("{\"alerts\":null}", NOT_AN_ALERT_BODY, "alerts: expected an array of alerts, found none"),
                arguments("{\"alerts\":{}}", NOT_AN_ALERT_BODY, "alerts: expected an array, found an object"),
                arguments("{\"alerts\":[]}", NOT_AN_ALERT_BODY, "alerts: expected at least one alert"),
                arguments("{\"alerts\":[null]}", NOT_AN_ALERT_BODY, "alerts: expected at least one alert"),
                arguments(
                        ContractBodies.withAlerts("7", "\"SECRET\""),
                        NOT_AN_ALERT_BODY,
                        "alerts[0]: expected an object, found a number"),
                arguments(
                        ContractBodies.withAlerts("{\"labels\":[\"SECRET\"]}"),
                        NOT_AN_ALERT_BODY,
                        "alerts[0].labels: expected an object, found an array"),
                arguments(
                        ContractBodies.withAlerts("{\"labels\":7}"),
                        NOT_AN_ALERT_BODY,
                        "alerts[0].labels: expected an object, found a number or boolean"),
                arguments(
                        ContractBodies.withAlerts("{\"fingerprint\":\"no key\"}"),
                        NOT_AN_ALERT_BODY,
                        "alerts[0].labels: expected at least one label, or a fingerprint, found neither"),
                arguments(
                        ContractBodies.withAlerts(alert.replace("firing", "SECRET")),
                        NOT_AN_ALERT_BODY,
                        "alerts[0].status: expected firing or resolved, found another value"),
                arguments(
                        "{\"status\":\"SECRET\",\"alerts\":[{\"labels\":{\"a\":\"b\"}}]}",
                        NOT_AN_ALERT_BODY,
                        ":status: expected firing or resolved, found another value"),
                arguments(
                        "{\"alerts\":[{\"labels\":{\"a\":\"b\"}}]}",
                        NOT_AN_ALERT_BODY,
                        "alerts[0].status: expected firing or resolved, found none, nor one of the body"),
                arguments("{\"alerts\":[" + alert + "],\"alerts\":[]}", REPEATED_FIELD, "alerts: expected once, found"),
                arguments(
                        ContractBodies.withAlerts(
                                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"status\":\"resolved\"}"),
                        REPEATED_FIELD,
                        "alerts[0].status: expected once"),
                arguments(" $alertmanager_content\n", CONSOLE_TEST, "Test button"),
                arguments("[".repeat(1000), TOO_DEEP, "more than 64 levels"),
                arguments("{\"x\":" + "{\"a\":".repeat(64), TOO_DEEP, "more than 64 levels"),
                arguments("{\"x\":" + "9".repeat(1001) + "}", TOO_LARGE, "number over 1000 digits"),
                arguments("{\"x\":\"" + "S".repeat((1 << 20) + 1) + "\"}", TOO_LARGE, "string over 1048576"),
                arguments(
                        "{\"alerts\":[{\"a\":\"" + "S".repeat((1 << 20) + 1) + "\"}]}",
                        TOO_LARGE,
                        "string over 1048576"),
                arguments("{\"alerts\":[[[" + "9".repeat(1001) + "]]]}", TOO_LARGE, "number over 1000 digits"),
                arguments("{\"alerts\":[" + "[".repeat(100_000), TOO_DEEP, "more than 64 levels"),
                arguments("{\"" + "S".repeat((1 << 16) + 1) + "\":1}", TOO_LARGE, "a name over 65536"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void theMessageSaysWhatIsWrongAndWhereButNotWhatTheBodySays(String body, Cause cause, String message) {
        UnreadableWebhookException thrown = refusal(body.getBytes(StandardCharsets.UTF_8));

        assertThat(thrown.code()).isEqualTo(cause);
        assertThat(":" + thrown.getMessage()).contains(message).doesNotContain("SECRET");
    }

    static Stream<String> presets() {
        return Stream.of(
                "{\"Alert name\":\"SECRET\",\"Alert content\":\"SECRET\"}",
                "{\"告警名称\":\"SECRET\",\"告警内容\":\"SECRET\"}",
                "{\"What is broken\":\"SECRET\"}",
                "{\"Alert name\":\"two\nlines\"}",
                "{\"Alert Content\" : \"a \"quoted\" word\"}",
                "{\"title\":\"{{ .commonLabels.alertname }}\n{{if .x }}\"}",
                "{{ for .alerts }} {{ .annotations.message }} {{ end }}");
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aTemplateForPeopleIsNamedWithTheSettingThatRepairsIt(String body) {
        UnreadableWebhookException thrown = refusal(body.getBytes(StandardCharsets.UTF_8));

        assertThat(thrown.code()).isEqualTo(PRESET_TEMPLATE);
        assertThat(thrown)
                .hasMessageContaining("Alert Management > Notification Objects > Webhook")
                .hasMessageContaining("$alertmanager_content")
                .hasMessageContaining("the firing and the recovery template are two separate settings");
        assertThat(thrown.getMessage()).doesNotContain("SECRET");
    }

    @Test
    void anAlertBodyThatIsCutOffIsNotTakenForTheTemplate() {
        String cut = "{\"alerts\":[{\"annotations\":{\"message\":\"{{ .Labels.x }} {{ end }}";

        assertThat(refusal(cut.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo(NOT_JSON);
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                new byte[] {'{', '"', (byte) 0xC3, (byte) 0xC3, '"', '}'},
                new byte[] {'"', (byte) 0x80, '"', '}'},
                new byte[] {'"', (byte) 0xC3},
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                "{\"告警\":1}".getBytes(Charset.forName("GBK")),
                "\uFEFF{}".getBytes(StandardCharsets.UTF_16LE));
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(byte[] body) {
        UnreadableWebhookException thrown = refusal(body);

        assertThat(thrown.code()).isEqualTo(NOT_UTF8);
        assertThat(thrown).hasMessageMatching("The body is not UTF-8, at byte [1-3]\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"告警", "中", "磁盘 /data 已满", "é"})
    void aTextInAnotherEncodingIsRefusedHoweverShort(String text) {
        String body = ContractBodies.withAlerts("{\"labels\":{\"a\":\"" + text + "\"}}");

        assertThat(refusal(body.getBytes(Charset.forName("GBK"))).code()).isEqualTo(NOT_UTF8);
    }

    @Test
    void fourTextsThatWereCutWithinACharacterAreTooManyForABodyInUtf8() {
        byte[] body = ContractBodies.withAlerts(
                        "{\"labels\":{\"a\":\"\u00c3\",\"b\":\"\u00c3\",\"c\":\"\u00c3\",\"d\":\"\u00c3\"}}")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refusal(body).code()).isEqualTo(NOT_UTF8);
    }

    @Test
    void soManyRawControlCharactersThatNoRecordCouldKeepThemEscapedAreRefused() throws Exception {
        String million = "\u0001".repeat(1 << 20);

        assertThat(ContractBodies.read(controls(million)).alerts()).hasSize(1);
        assertThat(refusal(controls(million, million, million, million, million, million)
                        .getBytes(StandardCharsets.UTF_8)))
                .hasMessage("The body is not JSON: it has 6291456 control characters that are not escaped.");
    }

    private static String controls(String... texts) {
        return "{\"x\":[\"" + String.join("\",\"", texts) + "\"],\"alerts\":[" + ContractBodies.ALERT + "]}";
    }

    @Test
    void nestingUpToTheLimitIsRead() throws UnreadableWebhookException {
        String deep = "[".repeat(63) + "]".repeat(63);

        assertThat(ContractBodies.read("{\"x\":" + deep + ",\"alerts\":[" + ContractBodies.ALERT + "]}")
                        .alerts())
                .hasSize(1);
    }

    private static UnreadableWebhookException refusal(byte[] body) {
        return catchThrowableOfType(UnreadableWebhookException.class, () -> ContractBodies.read(body));
    }
}
