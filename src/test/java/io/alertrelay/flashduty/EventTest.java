package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTest {

    @Test
    void theBytesOfAnEventAreFixed() {
        Event event = new Event(
                "arms:0f1e2d3c",
                "Critical",
                "订单延迟 > 1s \"p99\"",
                "line\n\ttab \\ </script> 😀",
                new TreeMap<>(Map.of("team", "payments", "alertname", "订单延迟")));

        assertThat(new String(event.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"event_status\":\"Critical\",\"alert_key\":\"arms:0f1e2d3c\","
                        + "\"title_rule\":\"订单延迟 > 1s \\\"p99\\\"\","
                        + "\"description\":\"line\\n\\ttab \\\\ </script> 😀\","
                        + "\"labels\":{\"alertname\":\"订单延迟\",\"team\":\"payments\"}}");
    }

    @Test
    void anEmptyDescriptionIsNotSent() {
        Event event = new Event("k", "Ok", "t", "", new TreeMap<>());

        assertThat(new String(event.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"event_status\":\"Ok\",\"alert_key\":\"k\",\"title_rule\":\"t\",\"labels\":{}}");
    }

    static Stream<Arguments> beyondALimit() {
        return Stream.of(
                arguments("", "Ok", "t", "", Map.of(), "alert_key: expected 1 to 255 characters, found 0"),
                arguments("k".repeat(256), "Ok", "t", "", Map.of(), "alert_key: expected 1 to 255"),
                arguments("k", "ok", "t", "", Map.of(), "event_status: expected one of"),
                arguments("k", "Ok", "", "", Map.of(), "title_rule: expected 1 to 512 characters, found 0"),
                arguments("k", "Ok", "t".repeat(513), "", Map.of(), "title_rule: expected 1 to 512"),
                arguments("k", "Ok", "t", "d".repeat(2049), Map.of(), "description: expected 0 to 2048"),
                arguments("k", "Ok", "t", "", Alerts.labels("l", 51), "labels: expected at most 50, found 51"),
                arguments("k", "Ok", "t", "", Map.of("n".repeat(129), "v"), "the name of a label"),
                arguments("k", "Ok", "t", "", Map.of("n", "v".repeat(2049)), "labels.n: expected 1 to 2048"));
    }

    @ParameterizedTest
    @MethodSource("beyondALimit")
    void anEventBeyondALimitCannotBeMade(
            String key, String status, String title, String description, Map<String, String> labels, String message) {
        assertThatThrownBy(() -> new Event(key, status, title, description, new TreeMap<>(labels)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
