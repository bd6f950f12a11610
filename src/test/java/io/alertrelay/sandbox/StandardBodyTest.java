package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields and limits of the standard event, as Flashduty's push API documents them. */
class StandardBodyTest {
    private static final String GOOD = "\"event_status\":\"Critical\",\"title_rule\":\"t\"";

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("{\"event_status\":\"Critical\"}", "title_rule: found nothing"),
                Arguments.of("{\"event_status\":\"Critical\",\"title_rule\":\"\"}", "title_rule: found an empty text"),
                Arguments.of("{\"event_status\":\"Critical\",\"title_rule\":null}", "title_rule: found nothing"),
                Arguments.of("{\"event_status\":\"Critical\",\"title_rule\":7}", "title_rule: found a number"),
                Arguments.of("{\"title_rule\":\"t\"}", "event_status: found nothing"),
                Arguments.of(
                        "{\"title_rule\":\"t\",\"event_status\":\"critical\"}", "event_status: found \"critical\""),
                Arguments.of("{\"title_rule\":\"t\",\"event_status\":\"OK\"}", "event_status: found \"OK\""),
                Arguments.of("{" + GOOD + ",\"alert_key\":5}", "alert_key: found a number, expected text"),
                Arguments.of(
                        with("alert_key", "k".repeat(256)), "alert_key: found 256 characters, expected at most 255"),
                Arguments.of("{" + GOOD + ",\"description\":[]}", "description: found an array"),
                Arguments.of("{" + GOOD + ",\"labels\":[]}", "labels: found an array, expected an object"),
                Arguments.of("{" + GOOD + ",\"labels\":{\"a\":1}}", "labels.a: found a number, expected text"),
                Arguments.of("{" + GOOD + ",\"labels\":{\"a\":null}}", "labels.a: found null, expected text"),
                Arguments.of("{" + GOOD + ",\"labels\":{\"a-b\":\"v\"}}", "labels: found the name \"a-b\""),
                Arguments.of("{" + GOOD + ",\"labels\":{\"1a\":\"v\"}}", "labels: found the name \"1a\""),
                Arguments.of("{" + GOOD + ",\"labels\":{\"\":\"v\"}}", "labels: found the name \"\""),
                Arguments.of("{" + GOOD + ",\"labels\":{\"团队\":\"v\"}}", "labels: found the name \"团队\""),
                Arguments.of(withLabel("a".repeat(129), "v"), "labels: found a name of 129 characters"),
                Arguments.of(withLabel("a", "v".repeat(2049)), "labels.a: found 2049 characters"),
                Arguments.of(withLabels(51), "labels: found 51 labels, expected at most 50"),
                Arguments.of("{" + GOOD + ",\"images\":{}}", "images: found an object"),
                Arguments.of("{" + GOOD + ",\"images\":[{\"src\":1}]}", "images: found an array"),
                Arguments.of("{" + GOOD + ",\"event_time\":\"now\"}", "event_time: found a string"),
                Arguments.of("{" + GOOD + ",\"event_time\":1.5}", "event_time: found a number"),
                Arguments.of("[]", "the body: found an array, expected an object"),
                Arguments.of("", "the body is empty"),
                Arguments.of("$alertmanager_content", "the body is not JSON: line 1, column"),
                Arguments.of("{" + GOOD + "} {}", "the body is not JSON"),
                Arguments.of("[".repeat(5000), "the body is not JSON"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongBodyIsRefusedAndTheFieldNamed(String body, String problem) {
        assertThat(read(body).problem())
                .hasValueSatisfying(found -> assertThat(found).startsWith(problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + GOOD + "}",
                "{" + GOOD + ",\"description\":null,\"labels\":null,\"images\":null,\"alert_key\":null}",
                "{" + GOOD + ",\"labels\":{\"_a\":\"\",\"B9_\":\"值\"},\"event_time\":1700000000}",
                "{" + GOOD + ",\"images\":[{\"alt\":\"a\",\"src\":\"s\",\"href\":\"h\"},{\"src\":\"s\"}]}",
                "{" + GOOD + ",\"unknown\":{\"x\":[1]}}"
            })
    void aGoodBodyIsAccepted(String body) {
        assertThat(read(body).problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Critical", "Warning", "Info", "Ok"})
    void theFourStatusesAreKnown(String status) {
        assertThat(read("{\"event_status\":\"" + status + "\",\"title_rule\":\"t\"}")
                        .problem())
                .isEmpty();
    }

    @Test
    void whatStaysWithinTheLimitsIsAccepted() {
        assertThat(read(withLabels(50)).problem()).isEmpty();
        assertThat(read(withLabel("a".repeat(128), "😀".repeat(2048))).problem())
                .isEmpty();
        assertThat(read(with("alert_key", "键".repeat(255))).problem()).isEmpty();
    }

    @Test
    void aLongTitleAndDescriptionAreCutAndNoError() {
        ObjectNode root = SandboxJson.object()
                .put("event_status", "Info")
                .put("title_rule", "😀".repeat(513))
                .put("description", "描".repeat(2049));

        PushedBody reading = read(root.toString());

        assertThat(reading.problem()).isEmpty();
        assertThat(reading.events().get(0).title()).isEqualTo("😀".repeat(512));
        assertThat(reading.events().get(0).description()).isEqualTo("描".repeat(2048));
    }

    private static PushedBody read(String body) {
        return Endpoint.STANDARD.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String field, String value) {
        return "{" + GOOD + ",\"" + field + "\":\"" + value + "\"}";
    }

    private static String withLabel(String name, String value) {
        return "{" + GOOD + ",\"labels\":{\"" + name + "\":\"" + value + "\"}}";
    }

    private static String withLabels(int count) {
        ObjectNode root = SandboxJson.object().put("event_status", "Info").put("title_rule", "t");
        ObjectNode labels = root.putObject("labels");
        IntStream.range(0, count).forEach(i -> labels.put("l" + i, "v"));
        return root.toString();
    }
}
