package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One alert that can't be understood holds up no other one of its body. */
class SetAsideTest {
    private static final String GOOD = "{\"status\":\"firing\",\"labels\":{\"alertname\":\"good\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"suppressed\",\"labels\":{\"a\":\"b\"}}",
                "{\"status\":7,\"labels\":{\"a\":\"b\"}}",
                "{\"status\":\"firing\",\"labels\":\"a=b\"}",
                "{\"status\":\"firing\",\"labels\":[{\"a\":\"b\"}]}",
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"annotations\":{\"m\":\"a\"},\"annotations\":\"b\"}",
                "{\"status\":\"firing\",\"status\":\"resolved\",\"labels\":{\"a\":\"b\"}}",
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"labels\":{\"a\":\"c\"}}",
                "{\"status\":\"firing\",\"labels\":{}}",
                "{\"status\":\"firing\",\"labels\":null}",
                "{}",
                "[]",
                "[[[]]]",
                "\"alert\"",
                "1e1000000000",
                "true"
            })
    void theOtherAlertsAreReadAndTheOneThatIsSetAsideKeepsItsPlace(String bad) throws Exception {
        Webhook webhook = ContractBodies.read("{\"alerts\":[" + GOOD + ",null," + bad + "," + GOOD + "]}");

        assertThat(webhook.understood().keySet()).containsExactly(0, 2);
        assertThat(webhook.setAside()).singleElement().satisfies(alert -> {
            assertThat(alert.index()).isEqualTo(1);
            assertThat(alert.cause()).hasMessageContaining("alerts[2]");
        });
    }

    /** The alerts of a body that is short, and has few, are kept while it is looked through; others are read again. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[[[]]]", "1e1000000000", "{\"labels\":{\"a\":\"\\ud800\"}}"})
    void anAlertIsSetAsideInALongBodyAndAmongManyAsInAShortOne(String bad) throws Exception {
        String alerts = "[null," + GOOD + ",null," + bad + "," + GOOD;
        String common = "{\"groupLabels\":{\"g\":\"h\"},\"alerts\":";
        Webhook one = ContractBodies.read(common + alerts + "]}");

        Webhook longer = ContractBodies.read(common + alerts + "],\"x\":\"" + "-".repeat(70_000) + "\"}");
        Webhook many = ContractBodies.read(common + alerts + ("," + GOOD).repeat(70) + "]}");

        assertThat(longer.understood()).isEqualTo(one.understood());
        assertThat(many.understood()).containsAllEntriesOf(one.understood()).hasSize(72);
        assertThat(longer.common()).isEqualTo(one.common());
        assertThat(texts(longer)).isEqualTo(texts(one)).hasSize(1);
        assertThat(texts(many)).isEqualTo(texts(one));
    }

    @Test
    void settingAnAlertAsideCostsNoStackTraceBecauseABodyMayHaveHalfAMillion() throws Exception {
        Webhook webhook = ContractBodies.read("{\"alerts\":[1," + GOOD + "]}");

        assertThat(webhook.setAside())
                .singleElement()
                .satisfies(alert -> assertThat(alert.cause().getStackTrace()).isEmpty());
    }

    private static List<String> texts(Webhook webhook) {
        return webhook.setAside().stream()
                .map(alert -> alert.index() + " " + alert.cause().getMessage() + " "
                        + new String(alert.body().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"firing\",\"labels\":{\"n\":1e1000000000,\"t\":true,\"z\":null},\"fingerprint\":12}",
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"annotations\":{\"a\":[1,{\"b\":null}]},\"startsAt\":1e400}",
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"annotations\":\"text\"}",
                "{\"status\":\"firing\",\"labels\":{\"a\":\"b\"},\"annotations\":7}",
                "{\"status\":\"FIRING \",\"labels\":{\"a\":\"b\"},\"endsAt\":{},\"extra\":{\"deep\":[[[[1]]]]}}"
            })
    void whatHasAClearMeaningIsNotSetAside(String odd) throws Exception {
        Webhook webhook = ContractBodies.read("{\"alerts\":[" + GOOD + "," + odd + "]}");

        assertThat(webhook.alerts()).hasSize(2);
        assertThat(webhook.setAside()).isEmpty();
    }

    @Test
    void annotationsThatAreATextAreTheMessageAndOfAnyOtherWrongKindNone() throws Exception {
        Webhook webhook = ContractBodies.read("""
                {"status":"firing","commonAnnotations":"all of them","alerts":[
                 {"labels":{"a":"1"},"annotations":"the disk is full"},
                 {"labels":{"a":"2"},"annotations":[{"message":"m"}]},
                 {"labels":{"a":"3"},"annotations":true},
                 {"labels":{"a":"4"},"annotations":" "}]}""");

        assertThat(webhook.setAside()).isEmpty();
        assertThat(webhook.alerts())
                .extracting(alert -> alert.annotations().get("message"))
                .containsExactly("the disk is full", "all of them", "all of them", "all of them");
    }

    @Test
    void theBodyOfOneThatWasSetAsideIsReadableOnceTheAlertIs() throws Exception {
        Webhook webhook = ContractBodies.read("""
                {"status":"firing","commonLabels":{"alertname":"A","severity":"critical"},"receiver":"r",
                 "alerts":[{"status":"suppressed","n":1.50},{"status":"firing"}]}""");
        String single = new String(webhook.setAside().get(0).body().bytes(), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ContractBodies.read(single))
                .hasMessageContaining("alerts[0].status: expected firing or resolved, found another value");
        Alert repaired = ContractBodies.readOne(single.replace("suppressed", "firing"));
        assertThat(single).contains("1.50");
        assertThat(repaired).isEqualTo(webhook.alerts().get(0));
    }

    @Test
    void theBodyOfOneWithARepeatedFieldStillHasItTwice() throws Exception {
        Webhook webhook = ContractBodies.read(
                "{\"alerts\":[" + GOOD + ",{\"status\":\"firing\",\"status\":\"resolved\",\"labels\":{\"a\":\"b\"}}]}");

        assertThat(new String(webhook.setAside().get(0).body().bytes(), StandardCharsets.UTF_8))
                .contains("\"status\":\"firing\",\"status\":\"resolved\"");
    }

    @Test
    void theBodyOfOneWhoseGroupStatesSomethingTwiceIsRefusedForTheSameReasonWhenItIsReadAgain() throws Exception {
        for (String twice : List.of(
                "\"status\":\"firing\",\"status\":\"resolved\"",
                "\"status\":\"firing\",\"commonLabels\":{\"a\":\"b\"},\"commonLabels\":{\"a\":\"c\"}")) {
            Webhook webhook = ContractBodies.read(
                    "{" + twice + ",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":\"b\"}},{}]}");
            AlertItem.SetAside one = webhook.setAside().get(0);

            assertThatThrownBy(() -> ContractBodies.read(new String(one.body().bytes(), StandardCharsets.UTF_8)))
                    .hasMessage(one.cause().getMessage());
            assertThatThrownBy(() -> ContractBodies.read(new String(
                            one.body()
                                    .bytesOf(List.of(
                                            one.body().json(), one.body().json())),
                            StandardCharsets.UTF_8)))
                    .hasMessage(one.cause().getMessage());
        }
    }

    @Test
    void aGroupWhoseCommonFieldsCannotBeReadConcernsOnlyTheAlertsThatNeedThem() throws Exception {
        Webhook webhook = ContractBodies.read("""
                {"status":"firing","status":"resolved","commonLabels":"text","commonAnnotations":7,"receiver":{},
                 "groupLabels":[],"alerts":[
                 {"status":"firing","labels":{"a":"b"},"annotations":{"message":"m"}},
                 {"labels":{"a":"b"},"annotations":{"message":"m"}},
                 {"status":"firing","fingerprint":"f","annotations":{"message":"m"}},
                 {"status":"firing","labels":{"a":"b"}}]}""");

        assertThat(webhook.understood().keySet()).containsExactly(0, 3);
        assertThat(webhook.setAside())
                .extracting(alert -> alert.cause().getMessage())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("status: expected once"),
                        two -> assertThat(two).startsWith("commonLabels: expected an object"));
    }

    @Test
    void ifNoneCanBeUnderstoodTheFirstOnesReasonIsThatOfTheBody() {
        assertThatThrownBy(() -> ContractBodies.read("{\"alerts\":[7,{\"status\":\"suppressed\"}]}"))
                .isInstanceOf(UnreadableWebhookException.class)
                .hasMessageContaining("alerts[0]: expected an object");
    }

    @Test
    void rawLineBreaksAndTabsAndOtherControlCharactersInTextsAreRead() throws Exception {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts(
                "{\"labels\":{\"a\":\"b\"},\"annotations\":{\"m\":\"one\ntwo\r\n\tend\u0001\u0000\"}}"));

        assertThat(alert.annotations()).isEqualTo(Map.of("m", "one\ntwo\r\n\tend\u0001\0"));
    }

    @Test
    void aTextThatWasCutWithinACharacterEndsWithAReplacementAndTheOthersAreWhole() throws Exception {
        byte[] whole = ContractBodies.withAlerts(
                        "{\"labels\":{\"a\":\"b\"},\"annotations\":{\"m\":\"已满中\",\"n\":\"好\"}}")
                .getBytes(StandardCharsets.UTF_8);
        String latin = new String(whole, StandardCharsets.ISO_8859_1);
        int quote = latin.indexOf("\",\"n\"");
        byte[] cut = (latin.substring(0, quote - 1) + latin.substring(quote)).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ContractBodies.read(cut).alerts().get(0).annotations()).isEqualTo(Map.of("m", "已满\uFFFD", "n", "好"));
    }

    @Test
    void theTextsOfALongerBodyMayEachBeCutAlsoBeforeALineBreak() throws Exception {
        String texts = IntStream.range(0, 6)
                .mapToObj(i -> "\"m" + i + "\":\"" + "x".repeat(100) + "CUT\\n消息\"")
                .collect(Collectors.joining(","));
        String whole = ContractBodies.withAlerts("{\"labels\":{\"a\":\"b\"},\"annotations\":{" + texts + "}}");
        String latin = new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        byte[] cut = latin.replace("CUT", "\u00E4\u00B8").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ContractBodies.read(cut).alerts().get(0).annotations().values())
                .hasSize(6)
                .allMatch(text -> text.endsWith("x\uFFFD\n消息"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "'%s'", " \" %s \"\r\n", "\uFEFF\"%s\""})
    void quotesAroundThePlaceholderInTheTemplateKeepNoAlertFromBeingRead(String template) throws Exception {
        Alert alert = ContractBodies.readOne(template.formatted(ContractBodies.withAlerts(ContractBodies.ALERT)));

        assertThat(alert).isEqualTo(ContractBodies.readOne(ContractBodies.withAlerts(ContractBodies.ALERT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void aBodyThatWasEncodedOnceMoreIsRead(int alerts) throws Exception {
        String one = ContractBodies.ALERT.replace("\"A\"", "\"a\\\"b\\\\c 磁盘 \\ud83d\\ude00\"");
        String body = ContractBodies.withAlerts(Collections.nCopies(alerts, one).toArray(String[]::new));
        String pretty = new ObjectMapper().readTree(body).toPrettyString();

        String raw = new ObjectMapper().writeValueAsString(pretty);
        String escaped = new ObjectMapper()
                .writer()
                .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                .writeValueAsString(pretty);

        List<Alert> expected = ContractBodies.read(body).alerts();
        assertThat(ContractBodies.read(raw).alerts()).isEqualTo(expected).hasSize(alerts);
        assertThat(ContractBodies.read(escaped).alerts()).isEqualTo(expected);
    }

    @Test
    void aBackslashThatNeedsNoneIsLeftOut() throws Exception {
        Alert alert = ContractBodies.readOne(ContractBodies.withAlerts(
                "{\"labels\":{\"a\":\"b\"},\"annotations\":{\"m\":\"C:\\data \\d+ \\n \\\\\"}}"));

        assertThat(alert.annotations()).isEqualTo(Map.of("m", "C:data d+ \n \\"));
    }

    @Test
    void aBackslashThatJsonKnowsKeepsItsMeaningAndUnicodeWithoutDigitsIsRefused() throws Exception {
        String body = ContractBodies.withAlerts("{\"labels\":{\"a\":\"b\"},\"annotations\":{\"m\":\"C:\\temp\"}}");

        assertThat(ContractBodies.readOne(body).annotations()).isEqualTo(Map.of("m", "C:\temp"));
        assertThatThrownBy(() -> ContractBodies.readOne(body.replace("temp", "users")))
                .hasMessageContaining("it is no valid JSON");
    }

    @Test
    void latin1IsTakenWithAReplacementWhereOnlyTheEndOfATextShowsIt() throws Exception {
        String body = ContractBodies.withAlerts("{\"labels\":{\"a\":\"caf\u00e9\"}}");

        assertThat(ContractBodies.read(body.getBytes(StandardCharsets.ISO_8859_1))
                        .alerts()
                        .get(0)
                        .labels())
                .isEqualTo(Map.of("a", "caf\uFFFD"));
        assertThatThrownBy(
                        () -> ContractBodies.read(body.replace("caf", "\u00e9t").getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void theSenderSaysHowManyAlertsItLeftOut() throws Exception {
        assertThat(truncated("37")).isEqualTo(37);
        assertThat(truncated("\"37\"")).isEqualTo(37);
        for (String none :
                List.of("0", "null", "-1", "1e1000000000", "3.5", "{}", "\"many\"", "37,\"truncatedAlerts\":1")) {
            assertThat(truncated(none)).as(none).isZero();
        }
    }

    @Test
    void whatAlertsHaveInCommonIsCutAndNoAlertRefusedWhenItIsTooMuchForTheirNumber() throws Exception {
        int alerts = 10_000;
        StringBuilder body = new StringBuilder("{\"status\":\"firing\",\"commonLabels\":{\"severity\":\"critical\"");
        for (int i = 0; i < 2_000; i++) {
            body.append(",\"a")
                    .append(i)
                    .append("\":\"")
                    .append("x".repeat(100))
                    .append('"');
        }
        body.append(",\"alertname\":\"A\"},\"commonAnnotations\":{\"runbook\":\"")
                .append("y".repeat(100_000));
        body.append("\"},\"alerts\":[{\"fingerprint\":\"f0\"}");
        for (int i = 1; i < alerts; i++) {
            body.append(",{\"fingerprint\":\"f").append(i).append("\"}");
        }
        Webhook webhook = ContractBodies.read(body.append(",{}]}").toString());

        assertThat(webhook.alerts()).hasSize(alerts + 1);
        Alert last = webhook.understood().get(alerts - 1);
        assertThat(last.key()).isEqualTo("arms-prod:f" + (alerts - 1));
        assertThat(last.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(last.labels()).containsEntry("alertname", "A").containsEntry("severity", "critical");
        assertThat(last.labels().size() * (long) alerts).isLessThanOrEqualTo(CommonFieldsLimit.MAX_ENTRIES);
        assertThat(webhook.common().annotations()).isEmpty();
        assertThat(webhook.alerts().get(alerts).key())
                .as("of an alert with nothing of its own: by all of the common labels")
                .startsWith("arms-prod:l-");
    }

    private static int truncated(String json) throws UnreadableWebhookException {
        String body = "{\"truncatedAlerts\":" + json + ",\"alerts\":[" + GOOD + "]}";
        return new WebhookReader("arms", SeverityWords.standard(Severity.WARNING))
                .open(Sender.PROMETHEUS, body.getBytes(StandardCharsets.UTF_8))
                .truncated()
                .orElse(0);
    }
}
